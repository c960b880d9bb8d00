// One rule set for the shell, the viewer host, the build and the browser tests.
import tseslint from 'typescript-eslint';
import { fileURLToPath } from 'node:url';

// A sink that parses text as markup would let a patient's name run as a script: the shell has no use for any of them.
const noMarkupSinks = [
  { selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]', message: 'Untrusted text is shown as text.' },
  { selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]', message: 'Untrusted text is shown as text.' },
  { selector: 'CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln)$/][callee.object.name="document"]', message: 'Untrusted text is shown as text.' },
  { selector: 'JSXAttribute[name.name="style"]', message: 'Styles live in the style sheet: the page forbids inline styles.' },
];

export default tseslint.config(
  { ignores: ['**/node_modules/**', 'web/dist/**', 'web/.cache/**'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-restricted-syntax': ['error', ...noMarkupSinks],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['web/src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)) } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
);
