import { method1 } from './method-1.ts';
import { method2 } from './method-2.ts';
import type { RankMethod } from './rank-rule.ts';

/** Every method ever in force, by its version: an old rank can be repeated. */
export const rankMethods: Readonly<Record<1 | 2, RankMethod>> = { 1: method1, 2: method2 };

export type RankMethodVersion = keyof typeof rankMethods;
