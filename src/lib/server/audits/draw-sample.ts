import { randomBytes } from 'node:crypto';
import { itemResults, populations, refuseResult } from '#core/audit/audit-sample.ts';
import type { PopulationName, SampleContent, SampleEvent } from '#core/audit/audit-sample.ts';
import { drawingMethod, drawSample, populationDigest } from '#core/audit/draw-sample.ts';
import { AppError } from '#core/errors.ts';
import type { FieldProblem } from '#core/exception/check-content.ts';
import { lengthOf, memberOf } from '#core/ranking/decision-text.ts';
import type { App } from '../app.ts';
import { authorised } from '../auth/authorise.ts';
import type { Viewer } from '../auth/viewer.ts';
import { resolveView } from '../read-view.ts';
import { withinEngagement } from './ask-for-evidence.ts';
import { appendSaid, nextName } from './audit-events.ts';
import { auditReach } from './audit-reach.ts';
import { ownEngagement, refuseOver } from './engagement-book.ts';
import { listPopulation } from './get-sample.ts';
import { filterProblems } from './populations.ts';
import { readSamples, sampleNotFound, SAMPLES, seesSample } from './sample-book.ts';

export interface SampleInput {
  readonly engagement: string;
  readonly title: string;
  readonly requirement: string;
  readonly population: string;
  /** Business unit; empty = all that the engagement is about. */
  readonly unit: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly size: number;
  /** Empty = it is drawn. */
  readonly seed: string;
}

/** More are not tested by hand. */
const MOST = 250;

/**
 * Draw a random sample that anybody can draw again, and freeze it with its population's digest.
 * @throws AppError SAMPLE_INVALID with every field, ENGAGEMENT_UNKNOWN (404), NO_ENGAGEMENT (403)
 */
export async function drawAuditSample(app: App, viewer: Viewer, input: SampleInput) {
  const asking = authorised(viewer, 'audit.write');
  const engagement = ownEngagement(app, viewer, input.engagement);
  const within = withinEngagement(asking, engagement);
  const population = memberOf(populations, input.population, 'population');
  const problems = [...formProblems(within, input), ...filterProblems(population, input.filters)];
  if (problems.length > 0) throw invalid(problems);
  const content = await draw(app, within, { ...input, population });
  const event: SampleEvent = { kind: 'drawn', at: app.clock(), person: viewer.personId ?? '', content };
  const id = app.store.transaction(() => {
    refuseOver(app, engagement.id);
    const object = nextName(app, 'AS');
    appendSaid(app, viewer, { prefix: SAMPLES, object, event });
    return object;
  });
  await app.warehouse.catchUp();
  return { id };
}

async function draw(
  app: App,
  within: Viewer,
  input: SampleInput & { readonly population: PopulationName },
): Promise<SampleContent> {
  const { asOf, knownAt, zone } = await resolveView(app, within, {});
  const { engagement, population, filters, size } = input;
  const listed = {
    population,
    filters,
    units: input.unit === '' ? within.units : [input.unit],
    asOf,
    knownAt,
  };
  const known = await listPopulation(app, within, { content: listed, zone });
  if (size > known.length) throw invalid([tooMany(known.length)]);
  const seed = input.seed.trim() || randomBytes(16).toString('hex');
  const items = new Map(known.map((item) => [item.id, item]));
  const ids = [...items.keys()];
  return {
    engagement,
    title: input.title.trim(),
    requirement: input.requirement.trim(),
    ...listed,
    populationSize: ids.length,
    digest: populationDigest(ids),
    seed,
    seedDrawn: input.seed.trim() === '',
    method: drawingMethod,
    items: drawSample(ids, { seed, size }).flatMap((id) => items.get(id) ?? []),
  };
}

export interface ResultInput {
  readonly id: string;
  readonly item: string;
  readonly result: string;
  readonly note: string;
}

/**
 * Record what was found about an item: only who drew the sample does; another result takes its place.
 * @throws AppError NOT_FOUND, NOT_AUTHOR (403), AUDIT_TEXT, DECISION_INVALID, ENGAGEMENT_OVER (409)
 */
export async function judgeItem(app: App, viewer: Viewer, { id, item, result, note }: ResultInput) {
  authorised(viewer, 'audit.write');
  const said = { at: app.clock(), person: viewer.personId ?? '', item, note: note.trim() };
  const event: SampleEvent & { kind: 'judged' } = {
    kind: 'judged',
    ...said,
    result: memberOf(itemResults, result, 'result'),
  };
  app.store.transaction(() => {
    const known = readSamples(app).get(id);
    if (!known || !seesSample(auditReach(app, viewer), known.state.content)) throw sampleNotFound();
    const refusal = refuseResult(known.state, event);
    if (refusal !== null) throw new AppError(refusal);
    refuseOver(app, known.state.content.engagement);
    appendSaid(app, viewer, { prefix: SAMPLES, object: id, event });
  });
  await app.warehouse.catchUp();
  return { id };
}

function formProblems({ units }: Viewer, { title, requirement, unit, size, seed }: SampleInput) {
  const problems: FieldProblem[] = [];
  if (lengthOf(title) < 3 || title.length > 200)
    problems.push({ field: 'title', message: 'Name it in 3 to 200 characters.' });
  if (requirement.length > 100)
    problems.push({ field: 'requirement', message: 'Name it in 100 characters at most.' });
  if (unit !== '' && !units.includes('*') && !units.includes(unit))
    problems.push({ field: 'unit', message: 'Choose a business unit of this audit.' });
  if (!Number.isInteger(size) || size < 1 || size > MOST)
    problems.push({ field: 'size', message: `Take 1 to ${MOST}.` });
  if (seed.length > 100) problems.push({ field: 'seed', message: 'Give 100 characters at most.' });
  return problems;
}

function tooMany(population: number): FieldProblem {
  const message =
    population === 0
      ? 'Nothing matches, so there is nothing to draw from.'
      : `Only ${population} match. Take that many or fewer.`;
  return { field: 'size', message };
}

/** One failure that tells what is wrong with each field. */
function invalid(problems: readonly FieldProblem[]): AppError {
  const [first] = problems;
  return new AppError({
    code: 'SAMPLE_INVALID',
    message: `Not drawn: ${problems.map(({ field, message }) => `${field}: ${message}`).join(' ')}`,
    remedy: 'Correct what is marked and draw again.',
    where: {
      field: first?.field ?? 'title',
      ...Object.fromEntries(problems.map(({ field, message }) => [`problem.${field}`, message])),
    },
  });
}
