import { describe, expect, test } from 'vitest';
import { makeMatcher } from './match.ts';
import { edgeRoute, ok } from './route.ts';

const route = (method: 'GET' | 'POST', path: string) =>
  edgeRoute({ method, path, action: 'prompt.read', summary: path, handle: () => ok(path) });

const match = makeMatcher([
  route('GET', '/api/v1/prompts'),
  route('POST', '/api/v1/prompts'),
  route('GET', '/api/v1/prompts/{name}'),
  route('GET', '/api/v1/eval-runs/{id}'),
  route('POST', '/api/v1/eval-runs/import'),
  route('GET', '/api/v1/models/{provider}/{id}'),
  route('GET', '/api/v1/models/all/deprecations'),
]);

describe('finding a route', () => {
  test('a literal path is found as it stands', () => {
    expect(match('GET', '/api/v1/prompts')).toMatchObject({ kind: 'route', route: { path: '/api/v1/prompts' } });
  });
  test('an encoded slash stays inside its parameter', () => {
    expect(match('GET', '/api/v1/prompts/search%2Fanswer')).toMatchObject({ params: { name: 'search/answer' } });
  });
  test('a name is decoded once', () => {
    expect(match('GET', '/api/v1/prompts/search%252Fanswer')).toMatchObject({ params: { name: 'search%2Fanswer' } });
  });
  test('an unencoded slash is another path', () => {
    expect(match('GET', '/api/v1/prompts/search/answer').kind).toBe('none');
  });
  test('more literals win over a parameter', () => {
    expect(match('GET', '/api/v1/models/all/deprecations')).toMatchObject({
      route: { path: '/api/v1/models/all/deprecations' },
    });
  });
  test('a literal of another method does not hide the parameter', () => {
    expect(match('GET', '/api/v1/eval-runs/import')).toMatchObject({ params: { id: 'import' } });
  });
  test('a known path with another method returns the allowed ones', () => {
    expect(match('DELETE', '/api/v1/prompts')).toEqual({ kind: 'method', allow: ['GET', 'POST'] });
  });
  test.each(['/api/v1/prompts/%zz', '/api/v1/prompts/%00', '/api/v1/prompts/', '/api/v1/prompts/a#b', '/nothing', ''])(
    '%j names nothing',
    (path) => {
      expect(match('GET', path).kind).toBe('none');
    },
  );
});
