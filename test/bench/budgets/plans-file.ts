const HEADER =
  'plan_reference,family_name,child_name,child_born_on,plan_starts_on,line_reference,title,why,kind,stream,mechanism,from,until,amount,source,source_percent,second_source,second_percent\n';

/** Eight lines: every mechanism, every stream, one joint line and one over two financial years. */
const LINES = [
  'Personal assistant,To go out,personal-assistant,CARE,DIRECT_PAYMENT,2026-04-01,2027-03-31,10400.00,childrens-social-care,,,',
  'Tutor,To read,tuition,EDUCATION,DIRECT_PAYMENT,2026-09-01,2027-08-31,12000.00,high-needs-block,,,',
  'Nurse,To stay well,nursing,HEALTH,THIRD_PARTY,2026-04-01,2027-03-31,5200.00,icb-continuing-care,,,',
  'Short breaks,To rest,night-stay,CARE,ARRANGEMENT,2026-04-01,2027-03-31,5460.00,childrens-social-care,60,icb-continuing-care,40',
  'Speech therapy,To speak,speech-and-language-therapy,EDUCATION,ARRANGEMENT,2026-04-01,2027-03-31,2400.00,high-needs-block,,,',
  'Job coach,To work,job-coach,EDUCATION,DIRECT_PAYMENT,2026-04-01,2027-03-31,1800.00,high-needs-block,,,',
  'Activities,To meet friends,activity,CARE,DIRECT_PAYMENT,2026-04-01,2027-03-31,900.00,childrens-social-care,,,',
  'Equipment,To move about,equipment,CARE,ARRANGEMENT,2026-04-01,2027-03-31,650.00,childrens-social-care,,,',
];
export const LINES_OF_A_PLAN = LINES.length;

/** So many plans as a file that arrives in pieces; never the whole of it in memory. */
export async function* plansFile(plans: number): AsyncGenerator<Uint8Array> {
  let piece = HEADER;
  for (let plan = 0; plan < plans; plan += 1) {
    const said = `P${String(plan).padStart(6, '0')},Family ${plan},Child ${plan},2014-05-14,2026-01-05`;
    LINES.forEach((line, number) => {
      piece += `${said},${number + 1},${line}\n`;
    });
    if (piece.length > 60_000) {
      yield Buffer.from(piece);
      piece = '';
    }
  }
  if (piece !== '') yield Buffer.from(piece);
}
