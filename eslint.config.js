import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const noShell = [
  {
    selector:
      'CallExpression[callee.name=/^exec(Sync)?$/], CallExpression[callee.object.name=/^(child_process|childProcess)$/][callee.property.name=/^exec(Sync)?$/]',
    message: 'exec runs a shell: use spawn with an argument array.',
  },
  {
    selector:
      'ImportDeclaration[source.value=/^(node:)?child_process$/] ImportSpecifier[imported.name=/^exec(Sync)?$/]',
    message: 'exec runs a shell: use spawn with an argument array.',
  },
  {
    selector:
      "CallExpression[callee.name=/^(spawn|execFile|fork)/] Property[key.name='shell'][value.value!=false]",
    message: 'No shell: use spawn with an argument array.',
  },
];

const sshHostKeys = {
  selector:
    "CallExpression[callee.property.name='connect'] > ObjectExpression:has(> Property[key.name='username']):not(:has(> Property[key.name='hostVerifier']))",
  message: 'ssh2 accepts any host key unless hostVerifier is set.',
};

const oneWarehouseOwner = {
  selector:
    "CallExpression[callee.object.name='DuckDBInstance'][callee.property.name=/^(create|fromCache)$/]",
  message: 'Two instances of one file corrupt it: only warehouse/connection.ts opens one.',
};

const timeComesIn = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'Core has no clock: take `now` as an argument.',
  },
  {
    selector:
      "CallExpression[callee.object.name=/^(Date|performance)$/][callee.property.name='now'], CallExpression[callee.name='Date']",
    message: 'Core has no clock: take `now` as an argument.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Core is a pure function: take randomness as an argument.',
  },
];

/** @param {...object} bans */
const restrict = (...bans) => ({ 'no-restricted-syntax': ['error', ...bans] });

export default ts.config(
  {
    ignores: [
      'node_modules/',
      'build/',
      '.svelte-kit/',
      '.patchproof-setup/',
      'data/',
      'test-results/',
      'tests/fixtures/**/*.js',
    ],
  },
  ts.configs.recommended,
  svelte.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: {
      globals: { ...globals.node, ...globals.browser },
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      complexity: ['error', 20],
      eqeqeq: 'error',
      'max-depth': ['error', 4],
      'max-params': ['error', 4],
      'no-nested-ternary': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-undef': 'off', // TypeScript knows better.
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true },
      ],
      // SvelteKit's App types are declared in a global namespace.
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      ...restrict(...noShell, sshHostKeys, oneWarehouseOwner),
    },
  },
  {
    files: ['**/*.svelte'],
    // svelte-check knows their types; asking TypeScript again for each takes longer than all other rules together.
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig, projectService: false } },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error', // knows that $props() is destructured with let
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      // svelte-check reports what the compiler warns of; this rule takes the words of a reason for codes.
      'svelte/no-unused-svelte-ignore': 'off',
      // These two ask for types.
      'svelte/no-unused-props': 'off', // `npm run lint:props`, part of `npm run verify`
      'svelte/require-store-reactive-access': 'off', // there are no stores
      'svelte/no-useless-mustaches': 'off', // {' '} is how a wanted blank survives formatting
      // Links carry filters in the query string, which resolve() does not build.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['src/**/*.ts', 'scanners/**/*.ts', 'reports/**/*.ts', 'scripts/**/*.ts', 'tests/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  // Tests of the SQL itself ask a database in memory, which nobody else can open.
  { files: ['src/lib/server/warehouse/*.test.ts'], rules: restrict(...noShell, sshHostKeys) },
  { files: ['src/core/**/*.ts'], ignores: ['**/*.test.ts'], rules: restrict(...noShell, ...timeComesIn) },
  {
    files: ['src/core/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:)?(fs|child_process|net|http|https|os|path|process)(/|$)',
              message: 'Core does no I/O.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'fetch', 'setTimeout', 'setInterval'],
    },
  },
  {
    files: ['src/lib/server/warehouse/connection.ts', 'scripts/**', 'tests/**'],
    rules: restrict(...noShell, sshHostKeys),
  },
  { files: ['**/*.test.ts', 'tests/**'], rules: { complexity: 'off', 'max-params': 'off' } },
  // ssh2 calls prompt(name, instructions, language, prompts, finish).
  { files: ['scanners/ssh/login.ts'], rules: { 'max-params': ['error', 5] } },
  { files: ['**/*.d.ts'], rules: { '@typescript-eslint/no-unused-vars': 'off' } },
  { files: ['**/*.gen.ts'], rules: { '@typescript-eslint/no-empty-object-type': 'off' } },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs', '*.config.ts'],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { 'no-undef': 'error' },
  },
);
