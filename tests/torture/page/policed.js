import * as saccade from 'saccade';
import * as expect from './expect.js';
import * as stage from './stage.js';

globalThis.stage = { ...stage, ...expect, ...saccade };
