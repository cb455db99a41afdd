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

/** The tracer of the process. */
export interface Tracing {
  readonly tracer: Tracer;
  /** Continues the trace of the caller (W3C Trace Context). */
  readonly propagator: TextMapPropagator;
  /** Sends the spans that are buffered. */
  stop(): Promise<void>;
}

/**
 * Sends spans by OTLP over HTTP. The packages of OpenTelemetry read its environment variables. They are loaded only if
 * tracing is enabled.
 * {@link https://opentelemetry.io/docs/specs/otel/protocol/exporter/ | OpenTelemetry Protocol Exporter}
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

/** Makes one span for each request, named after its route. */
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
