import * as fc from 'fast-check';
import { anyReport } from './arbitrary';
import { json } from '../../src/report/json';

test('says exactly what the report says, whatever the names', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      expect(JSON.parse(json(report))).toEqual(report);
    }),
  );
});
