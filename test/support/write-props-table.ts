import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyOf } from './assembly';
import { propsTable } from './props-table';

writeFileSync(join(__dirname, '..', '..', 'src', 'border', 'props-table.ts'), propsTable(assemblyOf()));
