import { configureGlobal } from 'fast-check';

/**
 * The property tests try the same values in every run, so that a red build comes from its change alone.
 *
 *   PROPERTY_SEED   another seed, a whole number; what fails names the seed and the path to it
 */
configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20261121) });
