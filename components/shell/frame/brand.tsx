/** The logo: a straight track and one that branches off. */
export function BrandSign() {
  return (
    <svg
      viewBox="0 0 22 22"
      aria-hidden="true"
      className="block size-5.5 flex-none fill-none stroke-[2.4] [stroke-linecap:round]"
    >
      <path d="M2 15.5h18" className="stroke-foreground" />
      <path d="M5 15.5c4.5 0 5.5-9 11-9h4" className="stroke-candidate" />
    </svg>
  );
}
