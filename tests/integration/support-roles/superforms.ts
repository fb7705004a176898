/** What routes take of superforms on the server; its main entry brings a component along, which only a bundler reads. */
export { fail } from '@sveltejs/kit';
export * from 'sveltekit-superforms/server';
