import { duplicateObjects } from './duplicate/objects';
import { serviceSelector } from './network/service-selector';
import { Rule } from './rule';

/** Every rule, by id. */
export const RULES: readonly Rule[] = [
  duplicateObjects,
  serviceSelector,
];
