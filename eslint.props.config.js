import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The one rule about components that needs the types of every component: `npm run verify` runs it. */
export default ts.config({
  files: ['src/**/*.svelte'],
  extends: [svelte.configs.base],
  languageOptions: {
    parserOptions: {
      parser: ts.parser,
      svelteConfig,
      projectService: true,
      extraFileExtensions: ['.svelte'],
      tsconfigRootDir: import.meta.dirname,
    },
  },
  rules: { 'svelte/no-unused-props': 'error' },
});
