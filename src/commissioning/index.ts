/** What the other rooms may know of commissioning: the entries of a provider's invoice. */
export { type InvoicePart, invoiceApproved, invoiceEffectiveDate } from './rules/invoice-entries.ts';
