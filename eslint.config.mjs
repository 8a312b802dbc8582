import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Modules that only one place may import, by the glob of files they are closed to (the table of ARCHITECTURE.md). */
const ORT = { group: ['onnxruntime-web', 'onnxruntime-web/*'], message: 'Only worker/runtime imports the runtime.' };
const COMLINK = { group: ['comlink'], message: 'Only src/worker-client.ts and worker/index*.ts import comlink.' };
const WORKER = { group: ['**/worker/**'], message: 'The main thread imports nothing of the worker.' };
const MAIN = { regex: '/src/(?!shared/)', message: 'The worker imports src/shared only.' };
const OUTSIDE = {
  regex: '^\\.\\./\\.\\./(?!src/shared/)',
  message: 'This folder is pure: it imports src/shared only.',
};
const IO = ['fetch', 'caches', 'indexedDB', 'XMLHttpRequest'].map((name) => ({
  name,
  message: 'Only worker/assets fetches and stores.',
}));
const THREAD = ['self', 'postMessage', 'document', 'window', 'navigator'].map((name) => ({
  name,
  message: 'Pure code has no globals of a thread.',
}));
const forbid = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'api/',
      '.cache/',
      'coverage/',
      'docs/.vitepress/',
      '**/node_modules/',
      'models/*/',
      '**/.venv/',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    rules: {
      'eqeqeq': ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'max-lines': ['error', { max: 250, skipBlankLines: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-useless-constructor': 'off', // leaf errors narrow the type of `code` by one
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/unified-signatures': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Exports have names.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
      ],
    },
  },
  { files: ['src/**/*.ts'], rules: forbid(ORT, COMLINK, WORKER) },
  { files: ['src/worker-client.ts'], rules: forbid(ORT, WORKER) },
  {
    files: ['src/shared/**/*.ts'],
    rules: { ...forbid(ORT, COMLINK, WORKER, OUTSIDE), 'no-restricted-globals': ['error', ...IO, ...THREAD] },
  },
  {
    files: ['worker/**/*.ts'],
    rules: { ...forbid(ORT, COMLINK, MAIN), 'no-restricted-globals': ['error', ...IO, 'document', 'window'] },
  },
  { files: ['worker/index*.ts'], rules: forbid(ORT, MAIN) },
  { files: ['worker/runtime/**/*.ts'], rules: forbid(COMLINK, MAIN) },
  { files: ['worker/assets/**/*.ts'], rules: { 'no-restricted-globals': ['error', 'document', 'window'] } },
  {
    files: ['worker/numerics/**/*.ts', 'worker/decode/**/*.ts'],
    rules: {
      ...forbid(ORT, COMLINK, MAIN, { regex: '^\\.\\./(runtime|assets|families)/', message: 'This folder is pure.' }),
      'no-restricted-globals': ['error', ...IO, ...THREAD],
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.config.*', 'tests/**', 'examples/**', 'scripts/**', 'bin/**'],
    rules: {
      'no-console': 'off',
      'no-undef': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
);
