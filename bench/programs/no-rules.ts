import { RULES } from '../../src/rules/table';

// the services of ml-app.ts, judged by no rule: what is left of the time is that of making and writing them
(RULES as unknown[]).length = 0;
