import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Pages with forms: they are sent to ourselves only, and the one kind of script is a file of our own. Nothing inline, nothing from
 * elsewhere, and no other page can frame them or reach them through an opener.
 */
export function pageHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        scriptSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
