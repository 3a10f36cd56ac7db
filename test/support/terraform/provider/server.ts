/**
 * Providers that the real terraform talks to: one gRPC server each, on a socket of its own, handed
 * over through TF_REATTACH_PROVIDERS. One server answers any number of terraform processes at once.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Server, ServerCredentials, status, type ServiceDefinition, type UntypedHandleCall, type handleUnaryCall } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { calls, type Call, type Request } from './calls.ts';
import type { Setting } from './knowledge.ts';
import { schemaRelease } from './releases.ts';
import { readSchema } from './schema.ts';

const PROTOCOL = fileURLToPath(new URL('protocol/', import.meta.url));
const MESSAGE_LIMIT = 64 * 1024 * 1024;

const services = loadSync(['tfplugin6.proto', 'goplugin.proto'], {
  keepCase: true,
  longs: Number,
  enums: Number,
  defaults: true,
  includeDirs: [PROTOCOL],
});

interface Stream {
  on(event: string, listener: () => void): Stream;
  end(): void;
}

/** go-plugin's own services: kept open or answered, never used. */
const HOUSEKEEPING: Readonly<Record<string, Record<string, unknown>>> = {
  'plugin.GRPCBroker': {
    StartStream: (call: Stream) =>
      call
        .on('data', () => {})
        .on('end', () => call.end())
        .on('error', () => {}),
  },
  'plugin.GRPCStdio': { StreamStdio: (call: Stream) => call.on('cancelled', () => call.end()).on('error', () => {}) },
  'plugin.GRPCController': { Shutdown: (_call: unknown, done: (error: null, answer: object) => void) => done(null, {}) },
};

/** terraform dials once for each configuration of a provider, so the connection tells aliases and runs apart. */
function sessionOf(call: object): object {
  const { session } = (call as { call?: { stream?: { session?: object } } }).call?.stream ?? {};
  if (!session) throw new Error('this release of @grpc/grpc-js hides the connection of a call');
  return session;
}

const unary =
  (answer: Call): handleUnaryCall<Request, object> =>
  (call, done) => {
    try {
      done(null, answer(call.request, sessionOf(call)));
    } catch (error) {
      done({ code: status.INTERNAL, message: (error as Error).stack ?? String(error) });
    }
  };

export interface ProviderServer {
  /** What TF_REATTACH_PROVIDERS says of it. */
  readonly reattach: object;
  readonly close: () => void;
}

/**
 * Serves one provider as of one version.
 * @param folder where the socket goes; a short path, for sockets have a limit of about 100 bytes
 */
export async function serveProvider(provider: string, version: string, setting: Setting, folder: string): Promise<ProviderServer> {
  const release = schemaRelease(provider, version);
  if (release === undefined) throw new Error(`no schema of provider ${provider}`);
  const server = new Server({ 'grpc.max_receive_message_length': MESSAGE_LIMIT, 'grpc.max_send_message_length': MESSAGE_LIMIT });
  const answers = Object.entries(calls(provider, readSchema(`${provider}@${release}`), setting));
  const add = (service: string, handlers: Record<string, unknown>) =>
    server.addService(services[service] as ServiceDefinition, handlers as Record<string, UntypedHandleCall>);
  add('tfplugin6.Provider', Object.fromEntries(answers.map(([name, answer]) => [name, unary(answer)])));
  for (const [service, handlers] of Object.entries(HOUSEKEEPING)) add(service, handlers);
  const socket = join(folder, `${provider}-${version}.sock`);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, ServerCredentials.createInsecure(), (error) => (error ? reject(error) : resolve()));
  });
  return {
    // Test: terraform leaves the process alone when it is done with it.
    reattach: { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr: { Network: 'unix', String: socket } },
    close: () => server.forceShutdown(),
  };
}
