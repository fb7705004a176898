/** Functions whose executives may sign the policy; security and operations sign on their own account. */
export const executiveFunctions = [
  'general-management',
  'finance',
  'legal',
  'compliance',
  'human-resources',
  'business',
  'product',
] as const;

export type ExecutiveFunction = (typeof executiveFunctions)[number];
