import { rejects, sameCaption, wholeCaption } from './expect.js';
import { canvasOf, drawnByBrowser, encode, SCENE, sceneColor } from './makers/scene.js';
import { captioner } from './stage.js';

export const file = (bytes, type = '') => new File([bytes], 'picture', { type });
export const caption = async (photo, options) => wholeCaption(await (await captioner()).caption(photo, options));
export const sceneJpeg = async () => encode(canvasOf(SCENE, sceneColor), 'image/jpeg', 0.9);

/** The file must give what the browser's own drawing of it gives. */
export const asDrawn = (name, make) => ({
  name,
  gives: 'the caption of what the browser draws',
  async run() {
    const photo = file(await make());
    sameCaption(await caption(photo), await caption(await drawnByBrowser(photo)), 0.1);
  },
});

/** The file must give what this picture gives, and its other frames must not matter. */
export const asPicture = (name, make, color = sceneColor, size = SCENE) => ({
  name,
  gives: 'the caption of its (first) picture',
  async run() {
    sameCaption(await caption(file(await make())), await caption(canvasOf(size, color)), 0.1);
  },
});

export const refused = (name, code, make, facts) => ({
  name,
  gives: [code].flat().join(' or '),
  run: async () => void (await rejects(caption(file(await make(), 'image/jpeg')), code, facts)),
});
