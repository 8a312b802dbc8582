export * from './shared/errors/saccade-error.ts';
