/**
 * A provider as it is, but for what it says of itself: of fifteen hundred types it names those that are asked for.
 * Every command of terraform reads all of that anew, which takes it and the provider a second of a processor.
 */
import { connect as connectTo, createServer, type ClientHttp2Session, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { connect } from 'node:net';

/** Calls are those of the protocol, 5 or 6: what is read here is the same in both. */
const SCHEMA = /^\/tfplugin\d\.Provider\/Get(?:Provider)?Schema$/;

export interface Narrowed {
  /** A socket that answers as the provider does. */
  readonly socket: string;
  readonly close: () => void;
}

/**
 * @param provider socket of a provider that runs
 * @param socket where to listen; a short path, for sockets have a limit of about 100 bytes
 * @param types names of resources and data sources, of which it has more
 */
export async function narrowProvider(provider: string, socket: string, types: ReadonlySet<string>): Promise<Narrowed> {
  let schema: Promise<Buffer> | undefined;
  const server = createServer();
  server.on('session', (session) => {
    const upstream = connectTo('http://provider', { createConnection: () => connect(provider) });
    upstream.on('error', () => session.destroy());
    session.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    session.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
      stream.on('error', () => {});
      if (SCHEMA.test(headers[':path'] ?? '')) {
        stream.resume();
        schema ??= call(upstream, headers).then((message) => narrow(message, types));
        schema.then(
          (message) => answer(stream, message),
          () => stream.close(),
        );
      } else pass(stream, headers, upstream);
    });
  });
  await new Promise<void>((resolve, reject) => void server.on('error', reject).listen(socket, resolve));
  return { socket, close: () => void server.close() };
}

const trailing = (stream: ServerHttp2Stream, trailers: () => IncomingHttpHeaders): ServerHttp2Stream =>
  stream.on('wantTrailers', () => stream.sendTrailers(trailers()));

/** One call, as it is. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md */
function pass(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, upstream: ClientHttp2Session): void {
  const there = upstream.request(headers);
  let trailers: IncomingHttpHeaders = {};
  there.on('error', () => stream.close());
  there.on('trailers', (said: IncomingHttpHeaders) => (trailers = said));
  there.on('response', (said) => {
    if (stream.destroyed) return;
    const isAll = said['grpc-status'] !== undefined;
    stream.respond(said, isAll ? { endStream: true } : { waitForTrailers: true });
    if (!isAll) there.pipe(trailing(stream, () => trailers));
  });
  stream.on('close', () => there.close());
  stream.pipe(there);
}

function answer(stream: ServerHttp2Stream, message: Buffer): void {
  if (stream.destroyed) return;
  stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
  trailing(stream, () => ({ 'grpc-status': '0' })).end(message);
}

/** The one message that answers an empty one, with its five bytes before it. */
async function call(upstream: ClientHttp2Session, headers: IncomingHttpHeaders): Promise<Buffer> {
  const stream = upstream.request(headers);
  stream.end(Buffer.alloc(5));
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Fields of the answer that are maps from names of types: resources, data sources, ephemeral resources. */
const OF_TYPES = new Set([2, 3, 8]);

/** All is left byte by byte, but for entries that nobody asks for. https://protobuf.dev/programming-guides/encoding/ */
function narrow(framed: Buffer, types: ReadonlySet<string>): Buffer {
  const kept: Buffer[] = [];
  for (let at = 5; at < framed.length;) {
    const tag = varint(framed, at);
    const length = varint(framed, tag.end);
    const end = length.end + length.value;
    if ((tag.value & 7) !== 2) throw new Error(`no field of the answer has wire type ${tag.value & 7}`);
    const entry = framed.subarray(length.end, end);
    if (!OF_TYPES.has(tag.value >> 3) || types.has(keyOf(entry))) kept.push(framed.subarray(at, end));
    at = end;
  }
  const message = Buffer.concat(kept);
  const frame = Buffer.alloc(5);
  frame.writeUInt32BE(message.length, 1);
  return Buffer.concat([frame, message]);
}

/** An entry of a map begins with its key. */
function keyOf(entry: Buffer): string {
  const length = varint(entry, 1);
  return entry.toString('utf8', length.end, length.end + length.value);
}

function varint(bytes: Buffer, from: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = from, shift = 0; ; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, end: at + 1 };
  }
}
