import { collectorScript } from './ssh/families.ts';
import packageJson from '../package.json' with { type: 'json' };

export const productVersion: string = packageJson.version;

/** Version of product and script: two envelopes of one build were collected by the same commands. */
export const collectorBuild = `${productVersion}+${collectorScript.hash}`;
