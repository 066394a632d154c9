import type { ConfigFault } from './config-urls.ts';

/** The council's account with GOV.UK Notify; without one nothing leaves as a text or a letter. */
export interface NotifyConfig {
  readonly apiKey: string;
  readonly textTemplateId: string;
  readonly baseUrl: string;
}

export const notifyNames = ['NOTIFY_KEY', 'NOTIFY_TEXT_TEMPLATE', 'NOTIFY_URL'] as const;

const KEY = /^[\w-]*-?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function readNotifyConfig(value: (name: string) => string | undefined, faults: ConfigFault[]): NotifyConfig | undefined {
  const apiKey = value('THREEFOLD_NOTIFY_KEY');
  const textTemplateId = value('THREEFOLD_NOTIFY_TEXT_TEMPLATE');
  const baseUrl = value('THREEFOLD_NOTIFY_URL') ?? 'https://api.notifications.service.gov.uk';
  if (apiKey === undefined && textTemplateId === undefined) return undefined;
  if (apiKey === undefined || textTemplateId === undefined) {
    const [name, other] = apiKey === undefined ? ['KEY', 'TEXT_TEMPLATE'] : ['TEXT_TEMPLATE', 'KEY'];
    faults.push({
      name: `THREEFOLD_NOTIFY_${name}`,
      problem: `it is missing, and THREEFOLD_NOTIFY_${other} is set`,
      remedy: 'set both, or leave both out to send no texts and letters',
    });
    return undefined;
  }
  if (!KEY.test(apiKey))
    faults.push({
      name: 'THREEFOLD_NOTIFY_KEY',
      problem: 'it is not a key of GOV.UK Notify',
      remedy: 'copy the whole key as Notify shows it: a name, the id of the service and a secret',
    });
  if (!URL.canParse(baseUrl) || new URL(baseUrl).origin !== baseUrl)
    faults.push({
      name: 'THREEFOLD_NOTIFY_URL',
      problem: 'it is not the address of a service',
      remedy: 'write it like https://api.notifications.service.gov.uk, or leave it out',
    });
  return { apiKey, textTemplateId, baseUrl };
}
