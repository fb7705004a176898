import { feedInvalid } from './feed-error.ts';
import { feedTally } from './feed-tally.ts';
import type { Feed } from './feed.ts';
import { isObject, listOf } from './json-value.ts';
import { eachJsonMember } from './read-json.ts';

const NAME = 'redhat-repositories';

/** Which products, as CPEs, each of Red Hat's repositories belongs to: what decides main stream, EUS, AUS, E4S or TUS. */
export const redhatRepositories: Feed = {
  title: 'Red Hat repositories',
  publisher: 'Red Hat',
  licence: 'CC-BY-4.0',
  addresses: ['https://security.access.redhat.com/data/meta/v1/repository-to-cpe.json'],
  checksums: null,
  restates: 'everything',
  recognises: (head) => /^\s*\{\s*"data"\s*:/.test(head) && /"cpes"\s*:\s*\[/.test(head),
  read: async (input, emit) => {
    const tally = feedTally(NAME, emit);
    for await (const document of input.documents()) {
      await eachJsonMember(document, { feed: NAME, paths: ['$.data.*'] }, ({ value, key }) => {
        const repository = String(key);
        if (!isObject(value)) throw feedInvalid(NAME, `$.data.${repository}`, 'it is no repository');
        const cpes = listOf(value, 'cpes').filter((cpe) => typeof cpe === 'string' && cpe.startsWith('cpe:'));
        if (!/^[\w.+-]{1,300}$/.test(repository)) return tally.skip('a repository without a usable name');
        if (cpes.length === 0) return tally.skip('a repository without a CPE');
        tally.emit({
          kind: 'repository',
          repository,
          cpes: cpes.filter((cpe) => typeof cpe === 'string'),
          at: `$.data.${repository}`,
        });
      });
    }
    return tally.summary(null, null);
  },
};
