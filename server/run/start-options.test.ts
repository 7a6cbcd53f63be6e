import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { localAddress, readStartOptions, requireFreePorts } from './start-options.ts';

const read = (env: Record<string, string>, argv: string[] = []) =>
  readStartOptions('/srv/switchyard', argv, env as NodeJS.ProcessEnv);

describe('npm start', () => {
  it('serves on 3000 and 4000 of every address, with its state in the clone', async () => {
    const options = await read({});
    expect(options).toMatchObject({ webPort: 3000, edgePort: 4000, databaseUrl: null, demo: false, dev: false });
    expect(options.webUrl).toBe('http://localhost:3000');
    expect(options.state).toBe('/srv/switchyard/.switchyard');
    expect(['::', '0.0.0.0']).toContain(options.host);
  });

  it('reads addresses, database and state from the environment', async () => {
    const env = {
      PORT: '8080',
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://yard.example/',
      DATABASE_URL: 'postgres://x',
      SWITCHYARD_DATA: '/var/yard',
    };
    expect(await read(env, ['--demo'])).toMatchObject({
      ...{ webPort: 8080, host: '127.0.0.1', webUrl: 'https://yard.example', databaseUrl: 'postgres://x' },
      ...{ state: '/var/yard', demo: true },
    });
  });

  it.each([
    ['a port that is none', { PORT: 'abc' }, 'PORT is "abc"'],
    ['a port out of range', { EDGE_PORT: '70000' }, 'EDGE_PORT is "70000"'],
    ['an address without its scheme', { PUBLIC_URL: 'yard.example' }, 'PUBLIC_URL is "yard.example"'],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud"'],
    ['the same port twice', { PORT: '4000' }, 'PORT and EDGE_PORT are both 4000'],
  ])('refuses %s by name', async (_, env, sentence) => {
    await expect(read(env as Record<string, string>)).rejects.toThrow(sentence);
  });

  it('refuses an unknown option', async () => {
    await expect(read({}, ['--demmo'])).rejects.toThrow('--demmo');
  });

  it('names each port that another program uses, and how to choose others', async () => {
    const [web, edge] = await Promise.all([taken(), taken()]);
    const options = await read({ PORT: String(web.port), EDGE_PORT: String(edge.port), HOST: '127.0.0.1' });
    await expect(requireFreePorts(options)).rejects.toThrow(
      `Ports ${web.port} (web) and ${edge.port} (edge) are in use`,
    );
    await expect(requireFreePorts(options)).rejects.toThrow(
      `PORT=${web.port + 10} EDGE_PORT=${edge.port + 10} npm start`,
    );
    web.close();
    edge.close();
  });

  it.each([
    ['::', '127.0.0.1'],
    ['0.0.0.0', '127.0.0.1'],
    ['::1', '[::1]'],
    ['10.0.0.7', '10.0.0.7'],
  ])('reaches what is bound to %s at %s', (host, address) => expect(localAddress(host)).toBe(address));
});

function taken(): Promise<{ port: number; close: () => void }> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') return reject(new Error('no port'));
      resolve({ port: address.port, close: () => server.close() });
    });
  });
}
