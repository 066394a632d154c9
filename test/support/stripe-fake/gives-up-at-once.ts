import Stripe from 'stripe';

/** Marks an answer that would come later than anybody waits. */
export const TOO_LATE = 'fake-too-late';

/** What the client does when its time-out has passed, on the fake's word and without the time: the same error, whatever else the machine does. */
type HttpClient = ReturnType<typeof Stripe.createNodeHttpClient>;

export function givesUpAtOnce(): Pick<HttpClient, 'getClientName' | 'makeRequest'> {
  const client = Stripe.createNodeHttpClient();
  return {
    getClientName: () => client.getClientName(),
    makeRequest: async (...request: Parameters<HttpClient['makeRequest']>) => {
      const response = await client.makeRequest(...request);
      if (response.getHeaders()[TOO_LATE] === undefined) return response;
      (response.getRawResponse() as { resume(): void }).resume();
      throw Stripe.HttpClient.makeTimeoutError();
    },
  };
}
