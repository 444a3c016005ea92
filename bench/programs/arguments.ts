/** How many services a program makes. */
export const count = Number(process.argv[2]);

/** Where it writes them. */
export const outdir = process.env.CDK8S_OUTDIR!;
