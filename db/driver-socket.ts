import net from 'node:net';

const PROTOCOL_3 = 196_608;
/** Length and protocol version. */
const STARTUP_BYTES_MIN = 8;

/**
 * A socket that works around two faults of postgres.js 3.4.9, by which a lost connection made its place in the pool
 * useless (porsager/postgres#1209, #1215):
 * - A statement that is sent between `error` and `close` of a connection was never settled, since the driver settles
 *   nothing at a `close` after an error: here `close` comes without one where the connection had been made.
 * - Where `close` came between a statement and its deferred write, the driver never wrote on that place again, and each
 *   connection timed out after 5 s, until 1 kB had gathered. Here a socket on which nothing is written ends at once, so
 *   that the driver tries again and reaches that size within milliseconds; of what it then writes, only the startup
 *   message is sent.
 * It connects with the first write.
 */
class DriverSocket extends net.Socket {
  readonly #to: net.NetConnectOpts;
  #asked = false;
  #wasConnected = false;

  constructor(to: net.NetConnectOpts) {
    super(to);
    this.#to = to;
    this.once('connect', () => {
      this.#wasConnected = true;
    });
    // The driver writes its first message in the next turn of the event loop.
    setImmediate(() => setImmediate(() => this.#asked || this.destroy()));
  }

  override write(bytes: Uint8Array | string, ...rest: unknown[]): boolean {
    const first = !this.#asked;
    if (first) {
      this.#asked = true;
      this.connect(this.#to);
    }
    return Reflect.apply(super.write, this, [first && Buffer.isBuffer(bytes) ? startupMessage(bytes) : bytes, ...rest]);
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === 'close' && this.#wasConnected) return super.emit(event, false);
    return Reflect.apply(super.emit, this, [event, ...args]);
  }
}

/** Opens a socket for the driver: it may be refused, and reports that by its own events. */
export const driverSocket = (to: net.NetConnectOpts): net.Socket => new DriverSocket(to);

/** The startup message at the end of `bytes`, without what was meant for an earlier connection; else all of them. */
export function startupMessage(bytes: Buffer): Buffer {
  for (let at = bytes.length - STARTUP_BYTES_MIN; at > 0; at--) {
    if (bytes.readInt32BE(at) === bytes.length - at && bytes.readInt32BE(at + 4) === PROTOCOL_3)
      return bytes.subarray(at);
  }
  return bytes;
}
