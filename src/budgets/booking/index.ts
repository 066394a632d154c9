/** How a decision and its money stay one. */
export {
  type BookingDesk,
  type BookingRefusal,
  type BooksRefused,
  bookStep,
  finishIntended,
  finishStep,
  intendStep,
} from './book-step.ts';
export type { BookableCommand, BookingKind, BookingKinds, BookingStep, StepIntent, StepRefusal } from './booking-kind.ts';
export { sweepBookings } from './job-contracts.ts';
export { earlierStep, type KeyedRequest, keyedRequest } from './request-step.ts';
export { countSteps, pendingStepOf } from './store.ts';
export { sweepBookingSteps } from './sweep-booking-steps.ts';
