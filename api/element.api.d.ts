import { Caption } from "./index.js";
declare const Base: {
    new (): HTMLElement;
    prototype: HTMLElement;
};
declare class SaccadeCaptionElement extends Base {
    #private;
    static readonly observedAttributes: string[];
    get caption(): Caption | null;
    connectedCallback(): void;
    disconnectedCallback(): void;
    attributeChangedCallback(name: string): void;
    play(): void;
}
declare global {
    interface HTMLElementTagNameMap {
        "saccade-caption": SaccadeCaptionElement;
    }
}
export { SaccadeCaptionElement };
