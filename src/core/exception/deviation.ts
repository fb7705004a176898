/** The three decisions that let a finding stand otherwise than scanned and ranked. */
export type StandingDecision = 'exception' | 'adjudication' | 're-rank';

/** FedRAMP POA&M template 3.0, columns U to W: three kinds of deviation request. */
export type FedRampDeviation = 'operational-requirement' | 'false-positive' | 'risk-adjustment';

const deviations: Readonly<Record<StandingDecision, FedRampDeviation>> = {
  exception: 'operational-requirement',
  adjudication: 'false-positive',
  're-rank': 'risk-adjustment',
};

/** Under which kind of deviation a decision is reported. */
export function fedRampDeviation(decision: StandingDecision): FedRampDeviation {
  return deviations[decision];
}
