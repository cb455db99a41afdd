import {
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type TextMapPropagator,
  type Tracer,
} from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import type { Locals } from '../route.js';

/** The OpenTelemetry objects with which this process records traces. */
export interface Tracing {
  readonly tracer: Tracer;
  /**
   * Reads the caller's trace from the headers of a request (W3C Trace Context), so that our span becomes part of that
   * trace.
   */
  readonly propagator: TextMapPropagator;
  /** Sends the spans that are still in memory, then stops tracing. */
  stop(): Promise<void>;
}

/**
 * Starts tracing. Spans are sent by OTLP over HTTP; the OpenTelemetry packages read their own environment variables.
 * The packages are loaded only when this function is called, so they use no memory if tracing is disabled. {@link
 * https://opentelemetry.io/docs/specs/otel/protocol/exporter/ | OpenTelemetry Protocol Exporter}
 */
export async function startTracing(): Promise<Tracing> {
  const [{ BatchSpanProcessor, TracerProvider }, { OTLPTraceExporter }, core, resources] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/core'),
    import('@opentelemetry/resources'),
  ]);
  const { detectResources, defaultResource, resourceFromAttributes } = resources;
  const detected = detectResources({
    detectors: [resources.resourceAttributesEnvDetector, resources.serviceNameEnvDetector],
  });
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': 'passgraph' }))
      .merge(detected),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter() })],
  });
  return {
    tracer: provider.getTracer('passgraph'),
    propagator: new core.W3CTraceContextPropagator(),
    stop: () => provider.shutdown(),
  };
}

/** Makes one span for each request. The span's name is the HTTP method and the name of the route. */
export function traceRequests({ tracer, propagator }: Tracing): RequestHandler {
  return (request, response, next) => {
    const parent: Context = propagator.extract(ROOT_CONTEXT, request.headers, {
      keys: (headers) => Object.keys(headers),
      get: (headers, name) => headers[name],
    });
    const span = tracer.startSpan(request.method, { kind: SpanKind.SERVER }, parent);
    response.once('close', () => {
      const route = (response.locals as Locals).route?.name ?? 'unmatched';
      const { statusCode } = response;
      span.updateName(`${request.method} ${route}`);
      span.setAttributes({
        'http.request.method': request.method,
        'http.route': route,
        'http.response.status_code': statusCode,
      });
      if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    });
    next();
  };
}
