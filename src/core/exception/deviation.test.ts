import { expect, it } from 'vitest';
import { fedRampDeviation } from './deviation.ts';

it('the three decisions map onto the three deviations, one each', () => {
  expect((['exception', 'adjudication', 're-rank'] as const).map(fedRampDeviation)).toEqual([
    'operational-requirement',
    'false-positive',
    'risk-adjustment',
  ]);
});
