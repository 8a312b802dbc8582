import { P as PhotoOptions, C as Caption, a as CaptionToken, B as BackendInfo, S as StageTimeouts, M as ModelInfo, b as CreateOptions, D as DecodeOptions, A as Alignment, c as BackendPreference, d as CaptionOptions, e as AlignOptions, R as Ranked, f as AvailabilityOptions, L as LookOptions, G as Grid, g as CaptionCandidate } from "./types.js";
export { h as AlignedToken, i as AttentionMode, j as CaptionSignals, k as CaptionTimings, l as ConfidenceParameters, m as ConfidenceSignal, n as CreateMonitor, o as LogisticModel, p as PictureStatistics } from "./types.js";
type AsyncDisposableMember = SymbolConstructor extends {
    readonly asyncDispose: infer S extends symbol;
} ? {
    [K in S]: () => Promise<void>;
} : object;
type ConfidenceLevel = "high" | "medium" | "low";
type DisclosureMessages = Readonly<Record<ConfidenceLevel, string>>;
declare function confidenceLevel(confidence: number): ConfidenceLevel;
declare function disclosureFor(confidence: number, locale?: string, own?: DisclosureMessages): string;
interface Purpose {
    control: "link" | "button";
    name?: string;
    target?: string;
}
interface AltTextContext extends PhotoOptions {
    purpose?: Purpose;
    nearbyText?: readonly string[];
    role?: string;
    displayedWidth?: number;
    displayedHeight?: number;
    occurrences?: number;
    maxLength?: number;
    neutral?: boolean;
    threshold?: number;
    locale?: string;
    disclosure?: DisclosureMessages;
    signal?: AbortSignal;
}
type Guess = "gender" | "age" | "skin";
type ChangeCause = Guess | "grammar";
interface NeutralChange {
    from: string;
    to: string;
    start: number;
    cause: ChangeCause;
}
interface NeutralText {
    text: string;
    changes: NeutralChange[];
}
declare function neutralise(text: string): NeutralText;
declare function revertNeutral(neutral: NeutralText): string;
type DecorativeReason = "presentation-role" | "tracking-pixel" | "spacer" | "single-colour" | "gradient" | "repeated-bullet" | "labelled-by-text" | "described-nearby";
type UnsureReason = "low-confidence" | "not-a-photo" | "unfamiliar" | "nothing-visible" | "too-small" | "function-unknown" | "not-calibrated";
interface Draft {
    confidence: number;
    disclosure: string;
    language: string;
    neutral: {
        text: string;
        changes: NeutralChange[];
    };
    caption: Caption;
}
interface AltText extends Draft {
    kind: "alt";
    text: string;
}
interface Decorative {
    kind: "decorative";
    reason: DecorativeReason;
}
interface Unsure extends Draft {
    kind: "unsure";
    draft: string;
    reasons: UnsureReason[];
}
type AltTextDecision = AltText | Decorative | Unsure;
type Availability = "unavailable" | "downloadable" | "downloading" | "available";
type CaptionStream = ReadableStream<CaptionToken> & AsyncIterable<CaptionToken> & {
    readonly result: Promise<Caption>;
};
type PhotoSource = ImageBitmapSource | URL | string | ArrayBuffer | ArrayBufferView;
declare const ERROR_CODES: {
    readonly EnvironmentError: {
        readonly "not-a-browser": "Called where there is no Worker, on a server for instance.";
        readonly "no-webassembly": "The browser or the page policy (CSP) does not allow WebAssembly.";
        readonly "worker-blocked": "The worker script could not be started: blocked by CSP, or its address does not serve it.";
        readonly "webgpu-unavailable": "The backend `webgpu` was asked for by name and cannot be had here.";
    };
    readonly ModelLoadError: {
        readonly "asset-not-found": "An asset answered with an HTTP status other than success.";
        readonly "asset-network": "The network failed, or cross-origin rules forbid reading the reply.";
        readonly "asset-wrong-type": "The reply is not the asset: a page of HTML with status 200, for instance.";
        readonly "asset-truncated": "The reply ended before, or went beyond, the size that the manifest states.";
        readonly "asset-corrupt": "The bytes do not have the SHA-256 that the manifest states.";
        readonly "manifest-invalid": "The model manifest is not JSON or breaks the model-pack schema.";
        readonly "manifest-unsupported": "The model pack is of a format version or family that this version does not know.";
        readonly "session-failed": "The runtime refused the model graph.";
        readonly "self-test-failed": "The backend ran, but its numbers are wrong: a driver at fault, say.";
    };
    readonly InvalidInputError: {
        readonly "bad-option": "An option has a wrong type, is out of range, unknown, or contradicts another.";
        readonly "bad-shape": "A buffer and its stated shape do not agree.";
        readonly "unsupported-image-type": "The value handed over as a photo is none of the supported kinds.";
        readonly "image-decode": "The bytes are not an image that this browser can decode.";
        readonly "image-fetch": "The photo at a URL could not be fetched.";
        readonly "image-cross-origin": "The page may not read these pixels: a tainted canvas, or an image without CORS.";
        readonly "image-not-ready": "The element has no picture yet, or failed to load one.";
        readonly "image-empty": "The image is zero pixels wide or high.";
        readonly "image-too-large": "The image is larger than the stated limit.";
        readonly "image-detached": "The bitmap or frame has been closed or transferred already.";
        readonly "bad-text": "A text to align or rank is empty or has no word that the model knows.";
    };
    readonly InferenceError: {
        readonly "run-failed": "The runtime failed while running a graph.";
        readonly "device-lost": "The GPU device went away and no fallback was possible.";
        readonly timeout: "A stage did not answer within its time limit.";
        readonly "out-of-memory": "The runtime could not get the memory it needs.";
    };
    readonly LifecycleError: {
        readonly destroyed: "The captioner (or view) was destroyed before or during the call.";
        readonly "worker-crashed": "The worker ended unexpectedly.";
    };
};
type Table = typeof ERROR_CODES;
type ErrorName = keyof Table;
type CodesOf<N extends ErrorName> = keyof Table[N] & string;
type ErrorCode = {
    [N in ErrorName]: CodesOf<N>;
}[ErrorName];
interface AssetUrls {
    manifest: string;
    modelFiles: Partial<Record<"encoder" | "step" | "reference", string>>;
    runtime: string;
}
type WasmRuntime = "reduced" | "whole";
interface LoadRequest {
    assets: AssetUrls;
    wasmRuntime: WasmRuntime;
    threads: number;
    cache: boolean;
    allowFallbackAdapter: boolean;
    timeouts: Required<StageTimeouts>;
}
interface Loaded {
    model: ModelInfo;
    backend: BackendInfo;
    limits: {
        defaultBeams: number;
        defaultMaxTokens: number;
    };
}
interface PhotoPayload {
    bitmap: ImageBitmap | PixelsPayload;
    photoWidth: number;
    photoHeight: number;
    isUpright: boolean;
}
interface PixelsPayload {
    rgba: Uint8ClampedArray;
    width: number;
    height: number;
}
type Subject = {
    photo: PhotoPayload;
    background: string;
} | {
    view: number;
};
type WorkerEvent = {
    type: "backendchange";
    backend: BackendInfo;
};
type AssetOptions = Pick<CreateOptions, "model" | "assetBase" | "workerUrl">;
interface LookedAt {
    view: number;
    photoWidth: number;
    photoHeight: number;
}
declare class WorkerClient {
    #private;
    readonly ended: Promise<unknown>;
    constructor(worker: Worker);
    hello(startMs: number, onEvent: (event: WorkerEvent) => void): Promise<void>;
    load(request: LoadRequest, onProgress: (fraction: number) => void, signal?: AbortSignal): Promise<Loaded>;
    caption(subject: Subject, options: DecodeOptions, onToken: ((token: CaptionToken) => void) | null, signal?: AbortSignal): Promise<Caption>;
    look(subject: Subject, signal?: AbortSignal): Promise<LookedAt>;
    align(subject: Subject, texts: readonly string[], options: DecodeOptions, signal?: AbortSignal): Promise<Alignment[]>;
    forget(view: number): void;
    memory(): Promise<{
        wasmBytes: number;
    }>;
    end(reason: unknown): void;
}
interface ConnectionSetup extends AssetOptions {
    threads: number;
    wasmRuntime: WasmRuntime;
    cache: boolean;
    allowFallbackAdapter: boolean;
    timeouts: Required<StageTimeouts>;
}
interface Connection {
    readonly client: WorkerClient;
    readonly loaded: Loaded;
    backend: BackendInfo;
}
interface Task<Read, Result> {
    read: (signal: AbortSignal) => Promise<Read>;
    send: (connection: Connection, read: Read, signal: AbortSignal) => Promise<Result>;
    discard: (read: Read) => void;
    repeatable: boolean;
}
declare class Engine {
    #private;
    constructor(setup: ConnectionSetup, onBackendChange: () => void);
    start(preference: BackendPreference, onProgress: (fraction: number) => void, signal: AbortSignal | undefined): Promise<void>;
    get last(): Connection;
    get backend(): BackendInfo;
    get destroyed(): boolean;
    run<Read, Result>(task: Task<Read, Result>, signal: AbortSignal | undefined): Promise<Result>;
    destroy(): void;
}
interface Look extends LookedAt {
    connection: Connection;
}
type ViewOptions<T> = Omit<T, "background">;
interface View extends AsyncDisposableMember {
}
declare class View {
    #private;
    readonly photoWidth: number;
    readonly photoHeight: number;
    constructor(engine: Engine, photo: PhotoSource, background: string, look: Look);
    caption(options?: ViewOptions<CaptionOptions>): Promise<Caption>;
    captionStreaming(options?: ViewOptions<CaptionOptions>): CaptionStream;
    align(text: string, options?: ViewOptions<AlignOptions>): Promise<Alignment>;
    rank(texts: readonly string[], options?: ViewOptions<AlignOptions>): Promise<Ranked<string>[]>;
    dispose(): void;
}
interface Captioner extends AsyncDisposableMember {
    addEventListener(type: "backendchange", listener: ((this: Captioner, event: Event) => void) | EventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
    removeEventListener(type: "backendchange", listener: ((this: Captioner, event: Event) => void) | EventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
declare class Captioner extends EventTarget {
    #private;
    private constructor();
    static availability(options?: AvailabilityOptions): Promise<Availability>;
    static create(options?: CreateOptions): Promise<Captioner>;
    static deleteCache(): Promise<boolean>;
    get model(): ModelInfo;
    get backend(): BackendInfo;
    caption(photo: PhotoSource, options?: CaptionOptions): Promise<Caption>;
    captionStreaming(photo: PhotoSource, options?: CaptionOptions): CaptionStream;
    altText(photo: PhotoSource, context?: AltTextContext): Promise<AltTextDecision>;
    look(photo: PhotoSource, options?: LookOptions): Promise<View>;
    align(photo: PhotoSource, text: string, options?: AlignOptions): Promise<Alignment>;
    rank(photo: PhotoSource, texts: readonly string[], options?: AlignOptions): Promise<Ranked<string>[]>;
    rank<P extends PhotoSource>(photos: readonly P[], text: string, options?: AlignOptions): Promise<Ranked<P>[]>;
    memory(): Promise<{
        wasmBytes: number;
    }>;
    destroy(): void;
}
interface SaccadeErrorOptions {
    details?: Readonly<Record<string, unknown>>;
    remedy: string;
    cause?: unknown;
}
declare abstract class SaccadeError extends Error {
    readonly isSaccadeError: true;
    readonly code: ErrorCode;
    readonly details: Readonly<Record<string, unknown>>;
    readonly remedy: string;
    constructor(code: ErrorCode, message: string, options: SaccadeErrorOptions);
}
declare function isSaccadeError(value: unknown): value is SaccadeError;
declare class EnvironmentError extends SaccadeError {
    readonly name = "EnvironmentError";
    readonly code: CodesOf<"EnvironmentError">;
    constructor(code: CodesOf<"EnvironmentError">, message: string, options: SaccadeErrorOptions);
}
declare class InferenceError extends SaccadeError {
    readonly name = "InferenceError";
    readonly code: CodesOf<"InferenceError">;
    constructor(code: CodesOf<"InferenceError">, message: string, options: SaccadeErrorOptions);
}
declare class InvalidInputError extends SaccadeError {
    readonly name = "InvalidInputError";
    readonly code: CodesOf<"InvalidInputError">;
    constructor(code: CodesOf<"InvalidInputError">, message: string, options: SaccadeErrorOptions);
}
declare class LifecycleError extends SaccadeError {
    readonly name = "LifecycleError";
    readonly code: CodesOf<"LifecycleError">;
    constructor(code: CodesOf<"LifecycleError">, message: string, options: SaccadeErrorOptions);
}
declare class ModelLoadError extends SaccadeError {
    readonly name = "ModelLoadError";
    readonly code: CodesOf<"ModelLoadError">;
    constructor(code: CodesOf<"ModelLoadError">, message: string, options: SaccadeErrorOptions);
}
declare function attentionEntropy(attention: ArrayLike<number>): number;
interface GridShape {
    rows: number;
    columns: number;
}
type UpsampleMethod = "gaussian" | "bicubic";
interface UpsampleOptions {
    method?: UpsampleMethod;
    sigma?: number;
}
interface FractionBox {
    x: number;
    y: number;
    width: number;
    height: number;
}
declare function upsampleMap(map: ArrayLike<number>, grid: {
    rows: number;
    columns: number;
}, width: number, height: number, options?: UpsampleOptions, crop?: FractionBox): Float32Array;
interface AttentionRegion extends FractionBox {
    mass: number;
    area: number;
    peak: {
        x: number;
        y: number;
    };
    cells: number[];
}
interface RegionOptions {
    threshold?: number;
}
declare function regions(token: {
    attention: ArrayLike<number>;
}, grid?: GridShape, options?: RegionOptions): AttentionRegion[];
declare function bestRegionMass(token: {
    attention: ArrayLike<number>;
}, grid?: GridShape, options?: RegionOptions): number;
interface Location {
    text: string;
    start: number;
    end: number;
    attention: Float32Array;
    regions: AttentionRegion[];
}
declare function phraseAttention(tokens: readonly Pick<CaptionToken, "text" | "attention">[]): Float32Array;
declare function locate(result: {
    tokens: readonly Pick<CaptionToken, "text" | "attention">[];
    grid: Pick<Grid, "rows" | "columns">;
}, phrase: string, options?: RegionOptions): Location[];
interface Grounding {
    grounded: boolean;
    reason: "function-word" | "diffuse" | null;
    note: string;
}
declare function groundingOf(token: {
    text: string;
    attention: ArrayLike<number>;
}): Grounding;
declare function placeSentence(token: {
    text: string;
    attention: ArrayLike<number>;
    samples?: readonly number[] | undefined;
}, grid?: GridShape): string;
type ColorMapName = "cividis" | "viridis" | "gray";
declare function colorTable(name: ColorMapName): Uint8Array;
type ObjectFit = "fill" | "contain" | "cover" | "none" | "scale-down";
interface PixelRect {
    x: number;
    y: number;
    width: number;
    height: number;
}
interface PhotoPlacement {
    rect: PixelRect;
    crop: FractionBox;
}
declare function placePhoto(photo: {
    width: number;
    height: number;
}, box: {
    width: number;
    height: number;
}, fit?: ObjectFit, position?: readonly [
    number,
    number
]): PhotoPlacement;
type AttentionStyle = "spotlight" | ColorMapName;
interface DrawOptions extends UpsampleOptions {
    grid?: GridShape;
    style?: AttentionStyle;
    opacity?: number;
    outline?: boolean;
    samples?: boolean;
    onlySamples?: boolean;
    fit?: ObjectFit;
    position?: readonly [
        number,
        number
    ];
    photoSize?: {
        width: number;
        height: number;
    };
    pixelRatio?: number;
}
type AnyCanvas = HTMLCanvasElement | OffscreenCanvas;
type DrawablePhoto = HTMLImageElement | HTMLCanvasElement | OffscreenCanvas | ImageBitmap | HTMLVideoElement;
declare function drawAttention(canvas: AnyCanvas, photo: DrawablePhoto | null, token: Pick<CaptionToken, "attention" | "samples"> | null, options?: DrawOptions): void;
declare function overlayAttention(image: HTMLImageElement, canvas: HTMLCanvasElement, token: Pick<CaptionToken, "attention" | "samples"> | null, options?: Omit<DrawOptions, "fit" | "position" | "photoSize" | "pixelRatio">): void;
interface CompactToken extends Omit<CaptionToken, "attention"> {
    map: string;
}
interface CompactCandidate extends Omit<CaptionCandidate, "tokens"> {
    tokens: CompactToken[];
}
interface CompactCaption extends Omit<Caption, "tokens" | "candidates"> {
    format: "saccade-caption";
    formatVersion: 1;
    tokens: CompactToken[];
    candidates: CompactCandidate[];
}
declare function toJSON(caption: Caption): CompactCaption;
declare function fromJSON(json: CompactCaption | string): Caption;
interface FigureMeasures {
    tileSize?: number;
    perLine?: number;
}
interface FigureTile {
    rect: PixelRect;
    row: number;
    token: number | null;
    label: string;
    grounded: boolean;
}
interface FigureHeading {
    x: number;
    y: number;
    text: string;
}
interface FigureLayout {
    width: number;
    height: number;
    tiles: FigureTile[];
    headings: FigureHeading[];
    labelHeight: number;
}
declare function layoutFigure(captions: readonly Pick<Caption, "tokens" | "grid" | "attention" | "seed" | "text">[], measures?: FigureMeasures): FigureLayout;
interface FigureOptions extends FigureMeasures, Pick<DrawOptions, "style" | "opacity" | "method" | "sigma"> {
    canvas?: AnyCanvas;
    pixelRatio?: number;
    background?: string;
    color?: string;
}
declare function renderFigure(results: Caption | readonly Caption[], photo: DrawablePhoto, options?: FigureOptions): AnyCanvas;
declare function renderFigureSvg(results: Caption | readonly Caption[], photo: DrawablePhoto, options?: Omit<FigureOptions, "canvas">): string;
declare function sharedCaptioner(options?: CreateOptions): Promise<Captioner>;
type ImageRoot = Document | ShadowRoot | Element | DocumentFragment;
interface ImageDescriber {
    altText(photo: ImageBitmap | HTMLImageElement, context?: AltTextContext): Promise<AltTextDecision>;
}
interface ObserverBudget {
    images?: number;
    milliseconds?: number;
}
type SkipReason = "unsure" | "broken" | "cross-origin" | "budget" | "failed";
interface ObservedImage {
    element: Element;
    url: string;
    outcome: "described" | "decorative" | "skipped";
    skipped?: SkipReason;
    decision?: AltTextDecision;
    error?: unknown;
}
interface ObserveOptions {
    backgrounds?: boolean;
    disclose?: boolean;
    budget?: ObserverBudget;
    ignoreSaveData?: boolean;
    rootMargin?: string;
    context?: AltTextContext;
    onImage?: (image: ObservedImage) => void;
}
interface ImageObserver {
    readonly active: boolean;
    readonly images: ReadonlyMap<Element, ObservedImage>;
    scan(): void;
    settled(): Promise<void>;
    stop(): void;
}
declare function observeImages(root: ImageRoot, captioner: ImageDescriber | (() => Promise<ImageDescriber>), options?: ObserveOptions): ImageObserver;
declare function pageContext(element: Element): AltTextContext;
export { AlignOptions, Alignment, AvailabilityOptions, BackendInfo, BackendPreference, Caption, CaptionCandidate, CaptionOptions, CaptionToken, Captioner, CreateOptions, DecodeOptions, EnvironmentError, Grid, InferenceError, InvalidInputError, LifecycleError, LookOptions, ModelInfo, ModelLoadError, PhotoOptions, Ranked, SaccadeError, StageTimeouts, View, attentionEntropy, bestRegionMass, colorTable, confidenceLevel, disclosureFor, drawAttention, fromJSON, groundingOf, isSaccadeError, layoutFigure, locate, neutralise, observeImages, overlayAttention, pageContext, phraseAttention, placePhoto, placeSentence, regions, renderFigure, renderFigureSvg, revertNeutral, sharedCaptioner, toJSON, upsampleMap };
export type { AltText, AltTextContext, AltTextDecision, AnyCanvas, AttentionRegion, AttentionStyle, Availability, CaptionStream, ChangeCause, CodesOf, ColorMapName, CompactCandidate, CompactCaption, CompactToken, ConfidenceLevel, Decorative, DecorativeReason, DisclosureMessages, Draft, DrawOptions, DrawablePhoto, ErrorCode, ErrorName, FigureHeading, FigureLayout, FigureMeasures, FigureOptions, FigureTile, FractionBox, GridShape, Grounding, ImageDescriber, ImageObserver, Location, NeutralChange, NeutralText, ObjectFit, ObserveOptions, ObservedImage, ObserverBudget, PhotoPlacement, PhotoSource, PixelRect, Purpose, RegionOptions, SaccadeErrorOptions, SkipReason, Unsure, UnsureReason, UpsampleMethod, UpsampleOptions };
