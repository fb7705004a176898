/**
 * The share of obligations that shall be met in time. A page's constant: policy versions carry limits and no target
 * yet, and 95 % is what security agreements commonly ask for.
 */
export const ON_TIME_TARGET = 0.95;
