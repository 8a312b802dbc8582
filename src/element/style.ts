/** Style of the element. Follows the page's font and colour scheme; `--saccade-accent` and the parts are for pages. */
export const STYLE = `
:host { display: block; color-scheme: inherit; --accent: var(--saccade-accent, #ffd166); --on-accent: #201800 }
:host([hidden]) { display: none }
figure { margin: 0 }
.frame { position: relative; display: grid; background: #08090b; border-radius: .5rem; overflow: hidden }
img { display: block; width: 100%; height: 100%; max-height: var(--saccade-max-height, 70vh);
  object-fit: var(--saccade-fit, contain) }
canvas { position: absolute; pointer-events: none }
figcaption { display: grid; gap: .35rem; padding-top: .6rem }
p { margin: 0; min-height: 1.5em }
.caption { font-size: 1.2em; line-height: 1.6 }
button { font: inherit; color: inherit; cursor: pointer; background: none; border: 1px solid currentcolor;
  border-radius: .35em; padding: .15em .6em }
.caption button { border: 0; padding: 0 .12em; border-bottom: 2px solid var(--accent); border-radius: .2em }
.caption .ungrounded { border-bottom-color: transparent }
.caption .shown { background: var(--accent); color: var(--on-accent) }
button[aria-pressed=true] { background: var(--accent); color: var(--on-accent) }
button:focus-visible { outline: 3px solid; outline-offset: 2px }
.controls { display: flex; flex-wrap: wrap; gap: .4rem; font-size: .875em }
.place { font-size: .875em }
.error { border-inline-start: 3px solid #d33; padding-inline-start: .6em }
[hidden] { display: none }
@media (prefers-reduced-motion: no-preference) { .caption button { transition: background-color .12s } }
@media (forced-colors: active) {
  .shown, button[aria-pressed=true] { outline: 2px solid Highlight; outline-offset: -2px }
}`;

/** Content of the element's shadow root. */
export const TEMPLATE = `
<figure part="figure">
  <div class="frame" part="frame"><img part="photo" alt="" crossorigin="anonymous"><canvas part="map" aria-hidden="true"></canvas></div>
  <figcaption part="figcaption">
    <p class="caption" part="caption" role="toolbar" aria-label="Caption, word by word" hidden></p>
    <p class="place" part="place"></p>
    <p class="error" part="error" role="alert" hidden></p>
    <div class="controls" part="controls" hidden>
      <button type="button" class="play" part="button">Play the words</button>
      <button type="button" class="hard" part="button" aria-pressed="false">Hard attention</button>
      <button type="button" class="again" part="button" hidden>Draw again</button>
    </div>
  </figcaption>
</figure>`;
