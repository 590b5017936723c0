import { Source } from '../../src/matrix/source';

/** A source has a title, an https address and a real ISO date. */
export function expectSource(source: Source): void {
  expect(source.title.trim().length).toBeGreaterThan(5);
  expect(new URL(source.url).protocol).toBe('https:');
  expect(source.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(new Date(`${source.date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(source.date);
}
