import { sidesOf } from '#core/policy/policy-draft.ts';
import type { DraftBook, DraftState } from '#core/policy/policy-draft.ts';
import type { SigningSide } from '#core/policy/policy-record.ts';
import { keptUntil } from '#core/policy/policy-review.ts';
import { policyInForce } from '#core/policy/policy.ts';
import type { PolicyVersion } from '#core/policy/policy.ts';
import type { App } from '../app.ts';
import { authorise, may } from '../auth/authorise.ts';
import { permissions } from '../auth/permissions.ts';
import type { Viewer } from '../auth/viewer.ts';
import { acknowledgementsOf } from './acknowledge-policy.ts';
import { readDraftBook } from './draft-book.ts';
import { readExecutives } from './executives.ts';
import { reviewState } from './policy-review.ts';

/** Versions and drafts as lists show them, newest first. */
export function listPolicies(app: App, viewer: Viewer) {
  authorise(viewer, 'policy.read');
  const now = app.clock();
  const policies = app.warehouse.policies();
  const inForce = policyInForce(policies, now);
  const versions = policies
    .toSorted((a, b) => b.version - a.version)
    .map((policy) => ({
      ...versionRow(app, policy, { now, inForce: inForce?.version ?? 0 }),
      keptUntil: keptUntil(policies, policy.version, now),
    }));
  const book = readDraftBook(app);
  const drafts = [...book.drafts.values()].reverse().map((draft) => draftRow(app, viewer, { book, draft }));
  const review = inForce ? reviewState(app, inForce) : null;
  return { inForce: inForce?.version ?? null, review, versions, drafts };
}

type VersionStatus = 'in-force' | 'announced' | 'retired';

function versionRow(
  app: App,
  { version, effectiveFromAt, record }: PolicyVersion,
  { now, inForce }: { readonly now: number; readonly inForce: number },
) {
  const names = (people: readonly string[]) =>
    people.map((id) => app.store.people.name(id) ?? 'erased person');
  const later: VersionStatus = effectiveFromAt > now ? 'announced' : 'retired';
  const status: VersionStatus = version === inForce ? 'in-force' : later;
  return {
    version,
    status,
    effectiveFrom: new Date(effectiveFromAt).toISOString(),
    modified: record ? new Date(record.modifiedAt).toISOString() : null,
    changeSummary: record?.changeSummary ?? '',
    authors: names(record?.authors ?? []),
    reviewers: names(record?.reviewers ?? []),
    approvers: names(record?.signatures.map(({ person }) => person) ?? []),
    contentHash: record?.contentHash ?? null,
    acknowledged: acknowledgementsOf(app, version).length,
  };
}

/** A draft with what the viewer may do about it, and for whom it waits. */
export function draftRow(
  app: App,
  viewer: Viewer,
  { book, draft }: { readonly book: DraftBook; readonly draft: DraftState },
) {
  const { content: _content, ...state } = draft;
  const nameOf = (id: string) => app.store.people.name(id) ?? 'erased person';
  const isAuthor = viewer.personId !== null && draft.authors.includes(viewer.personId);
  const hasSigned = draft.signatures.some(({ person }) => person === viewer.personId);
  const executives = readExecutives(app).map(({ person }) => person);
  const holds = (side: SigningSide) =>
    side === 'executive' ? executives.includes(viewer.personId ?? '') : viewer.units.includes('*');
  return {
    ...state,
    changeSummary: draft.content.changeSummary,
    effectiveDay: draft.content.effectiveDay,
    authorNames: draft.authors.map(nameOf),
    reviews: draft.reviews.map((one) => ({ ...one, name: nameOf(one.person) })),
    sides: sidesOf(book, draft).map((side) =>
      sideOf(app, draft, {
        side,
        may: may(viewer, `policy.sign-${side}`) && holds(side) && !isAuthor && !hasSigned,
        executives,
      }),
    ),
    mayEdit: may(viewer, 'policy.draft'),
    isAuthor,
  };
}

interface Side {
  readonly side: SigningSide;
  readonly may: boolean;
  /** Person ids. */
  readonly executives: readonly string[];
}

function sideOf(app: App, draft: DraftState, { side, may: allowed, executives }: Side) {
  const signed = draft.signatures.find((one) => one.side === side);
  const others = new Set([...draft.authors, ...draft.signatures.map(({ person }) => person)]);
  const holders = app.store.people
    .activeHolders(permissions[`policy.sign-${side}`].roles)
    .filter(({ personId, unit }) => (side === 'executive' ? executives.includes(personId) : unit === '*'))
    .filter(({ personId }) => !others.has(personId));
  const waitsFor = [
    ...new Map(holders.map(({ personId, name }) => [personId, name ?? 'erased person'])).values(),
  ];
  return {
    side,
    signedBy: signed ? (app.store.people.name(signed.person) ?? 'erased person') : null,
    signedFor: signed?.function ?? null,
    signedAt: signed ? new Date(signed.at).toISOString() : null,
    waitsFor: signed ? [] : waitsFor,
    maySign: allowed && !signed && draft.status === 'in-review',
    remedy: !signed && waitsFor.length === 0 ? remedies[side] : null,
  };
}

const remedies: Readonly<Record<SigningSide, string>> = {
  security: 'Nobody may sign for security who did not write it. Add a CISO for all business units.',
  operations: 'Nobody may sign for operations who did not write it. Add a manager for all business units.',
  executive: 'Nobody may sign for the executives. An administrator names one on the page Policy, Executives.',
};
