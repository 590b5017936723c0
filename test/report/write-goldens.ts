import { mkdirSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GOLDEN_FOLDER, GOLDENS } from './kit';

/** `npx tsx test/report/write-goldens.ts` writes the goldens anew, for somebody to read before they are kept. */
rmSync(GOLDEN_FOLDER, { recursive: true, force: true });
mkdirSync(GOLDEN_FOLDER, { recursive: true });
for (const { file, render } of GOLDENS) writeFileSync(join(GOLDEN_FOLDER, file), render());
