import { toPrintableJson } from './printable';
import { Reporter } from './reporter';

export const json: Reporter = (report) => toPrintableJson(report);
