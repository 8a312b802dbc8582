type ConfidenceSignal = "logProbSum" | "logProbMean" | "logProbMin" | "nameLogProbSum" | "nameLogProbMin" | "words" | "names" | "beamAgreement" | "entropy" | "support" | "supportMin" | "supportOdds" | "novelty";
interface LogisticModel<Signal extends string> {
    bias: number;
    weights: Partial<Record<Signal, number>>;
}
interface ConfidenceParameters {
    formatVersion: 1;
    decode: {
        beams: number;
        candidates: number;
    };
    names: string[];
    fold: Record<string, string>;
    heads: {
        width: number;
        components: number;
        weights: string;
        scales: number[];
        biases: number[];
    };
    confidence: LogisticModel<ConfidenceSignal>;
    notPhoto: LogisticModel<string> & {
        threshold: number;
    };
    noveltyLimit: number;
    threshold: number;
}
type AttentionMode = "soft" | "hard";
type BackendPreference = "auto" | "webgpu" | "wasm";
interface DecodeOptions {
    attention?: AttentionMode;
    samples?: 1 | 2;
    seed?: number;
    beams?: number;
    candidates?: number;
    maxTokens?: number;
    temperature?: number;
    topK?: number;
    suppress?: readonly string[];
    restraint?: number;
}
interface PhotoOptions {
    background?: string;
}
interface CaptionOptions extends DecodeOptions, PhotoOptions {
    signal?: AbortSignal;
}
interface LookOptions extends PhotoOptions {
    signal?: AbortSignal;
}
interface AlignOptions extends Pick<DecodeOptions, "attention" | "samples" | "seed">, LookOptions {
}
type AvailabilityOptions = Pick<CreateOptions, "backend" | "model" | "assetBase">;
interface StageTimeouts {
    startMs?: number;
    stallMs?: number;
    sessionMs?: number;
    runMs?: number;
}
interface CreateMonitor extends EventTarget {
    addEventListener(type: "downloadprogress", listener: (event: ProgressEvent) => void, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
}
interface CreateOptions {
    backend?: BackendPreference;
    model?: string | URL;
    assetBase?: string | URL;
    workerUrl?: string | URL;
    threads?: number;
    cache?: boolean;
    monitor?: (monitor: CreateMonitor) => void;
    timeouts?: StageTimeouts;
    signal?: AbortSignal;
}
interface PictureStatistics {
    brightness: number;
    contrast: number;
    variation: number;
    rampResidual: number;
    flatness: number;
    dominance: number;
    colourEntropy: number;
    smoothness: number;
    grain: number;
    saturation: number;
    white: number;
    black: number;
}
interface CaptionSignals {
    feature: Float32Array;
    picture: PictureStatistics;
}
interface Grid {
    rows: number;
    columns: number;
    photoWidth: number;
    photoHeight: number;
}
interface CaptionToken {
    text: string;
    id: number;
    logProb: number;
    attention: Float32Array;
    samples?: number[];
    samplesLogProb?: number;
}
interface CaptionCandidate {
    text: string;
    tokens: CaptionToken[];
    logProb: number;
    score: number;
    complete: boolean;
}
interface CaptionTimings {
    queueMs: number;
    preprocessMs: number;
    encodeMs: number;
    firstTokenMs: number;
    decodeMs: number;
    steps: number;
}
interface BackendInfo {
    name: "webgpu" | "wasm";
    threads: number;
    adapter: {
        vendor: string;
        architecture: string;
        description: string;
        isFallback: boolean;
    } | null;
    reason: string;
    selfTest: {
        passed: boolean;
        maxAbsDiff: number;
    };
    timings: {
        wasm?: {
            encodeMs: number;
            stepMs: number;
        };
        webgpu?: {
            encodeMs: number;
            stepMs: number;
        };
    };
}
interface Caption extends CaptionCandidate {
    grid: Grid;
    attention: AttentionMode;
    seed: number;
    candidates: CaptionCandidate[];
    language: string;
    backend: BackendInfo;
    timings: CaptionTimings;
    signals?: CaptionSignals;
}
interface AlignedToken extends CaptionToken {
    known: boolean;
}
interface Alignment {
    text: string;
    tokens: AlignedToken[];
    logProb: number;
    fit: number;
    unknownWords: string[];
    grid: Grid;
    backend: BackendInfo;
}
interface Ranked<T> {
    item: T;
    index: number;
    score: number;
}
interface ModelInfo {
    name: string;
    version: string;
    family: string;
    language: string;
    grid: {
        rows: number;
        columns: number;
    };
    vocabularySize: number;
    totalBytes: number;
    licenses: Readonly<Record<string, string>>;
    metrics: Readonly<Record<string, unknown>>;
    confidence?: ConfidenceParameters;
}
export type { Alignment as A, BackendInfo as B, Caption as C, DecodeOptions as D, Grid as G, LookOptions as L, ModelInfo as M, PhotoOptions as P, Ranked as R, StageTimeouts as S, CaptionToken as a, CreateOptions as b, BackendPreference as c, CaptionOptions as d, AlignOptions as e, AvailabilityOptions as f, CaptionCandidate as g, AlignedToken as h, AttentionMode as i, CaptionSignals as j, CaptionTimings as k, ConfidenceParameters as l, ConfidenceSignal as m, CreateMonitor as n, LogisticModel as o, PictureStatistics as p };
