import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { startTracing, traceRequests } from '../../src/http/observe/tracing.js';

type SentSpan = { name: string; traceId: string; attributes: { key: string; value: Record<string, unknown> }[] };
type ResourceSpans = { scopeSpans: { spans: SentSpan[] }[] };

describe('Tracing over OTLP/HTTP', () => {
  let collector: Server;
  const sent: SentSpan[] = [];
  let service: unknown;

  beforeAll(async () => {
    collector = createServer(async (request, response) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of request) chunks.push(chunk as Uint8Array);
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      service = body.resourceSpans[0].resource.attributes.find(
        ({ key }: { key: string }) => key === 'service.name',
      )?.value;
      sent.push(...body.resourceSpans.flatMap((of: ResourceSpans) => of.scopeSpans.flatMap(({ spans }) => spans)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    collector.closeAllConnections();
    await new Promise((resolve) => collector.close(resolve));
  });

  it('sends one span for each request, in the trace of the caller and without the query.', async () => {
    const tracing = await startTracing();
    const app = express();
    app.use(traceRequests(tracing));
    app.get('/secret-path', (_request, response) => {
      response.locals.route = { name: 'a-route' };
      response.status(503).end();
    });
    const server = app.listen(0);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await fetch(`http://localhost:${(server.address() as AddressInfo).port}/secret-path?code=secret-code`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01`, connection: 'close' },
    });
    await new Promise((resolve) => server.close(resolve));
    await tracing.stop();

    expect(service).toEqual({ stringValue: 'passgraph' });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.name).toBe('GET a-route');
    expect(sent[0]?.traceId).toBe(traceId);
    expect(JSON.stringify(sent)).not.toContain('secret');
    expect(sent[0]?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 503 } });
  });
});
