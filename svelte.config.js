import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
const config = {
  preprocess: vitePreprocess(),
  kit: {
    adapter: adapter({ out: 'build', precompress: false }),
    csp: {
      mode: 'nonce',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        // Observable Plot and bits-ui position with style attributes.
        'style-src': ['self', 'unsafe-inline'],
        'img-src': ['self', 'data:'],
        'font-src': ['self'],
        'connect-src': ['self'],
        'form-action': ['self'],
        'base-uri': ['none'],
        'object-src': ['none'],
        'frame-ancestors': ['none'],
      },
    },
    // Kit guards only src/lib/server; the folders outside src are added to the type check here.
    typescript: {
      config: (generated) => {
        generated.include.push(
          '../scanners/**/*.ts',
          '../scripts/**/*.ts',
          '../tests/**/*.ts',
          '../*.config.ts',
        );
        return generated;
      },
    },
  },
};

export default config;
