"""The two diagrams of the report, as SVG."""

STYLE = '<style>text{font:12px system-ui,sans-serif;fill:#222}.axis{stroke:#222;fill:none}.grid{stroke:#ddd}.ideal{stroke:#888;stroke-dasharray:4 4}.line{stroke:#0b57d0;stroke-width:2;fill:none}.band{fill:#0b57d0;opacity:.15}.dot{fill:#0b57d0}</style>'
LEFT, TOP, SIDE = 60, 20, 300


def frame(title, x_label, y_label, body):
    at = lambda v: LEFT + v * SIDE
    up = lambda v: TOP + SIDE - v * SIDE
    grid = ''.join(f'<path class="grid" d="M{at(v)} {up(0)}V{up(1)}M{at(0)} {up(v)}H{at(1)}"/><text x="{at(v)}" y="{up(0) + 18}" text-anchor="middle">{v:g}</text>'
                   f'<text x="{LEFT - 8}" y="{up(v) + 4}" text-anchor="end">{v:g}</text>' for v in (0, .2, .4, .6, .8, 1))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 380" role="img" aria-label="{title}">{STYLE}<rect width="400" height="380" fill="#fff"/>{grid}'
            f'<path class="axis" d="M{at(0)} {up(1)}V{up(0)}H{at(1)}"/><text x="{at(.5)}" y="{up(0) + 40}" text-anchor="middle">{x_label}</text>'
            f'<text transform="translate(18 {up(.5)}) rotate(-90)" text-anchor="middle">{y_label}</text>{body(at, up)}</svg>\n')


def reliability(bins):
    """bins: [lower edge, photos, mean confidence, share right]"""
    most = max(n for _, n, _, _ in bins)

    def body(at, up):
        line = 'M' + 'L'.join(f'{at(c):.1f} {up(r):.1f}' for _, _, c, r in bins)
        dots = ''.join(f'<circle class="dot" cx="{at(c):.1f}" cy="{up(r):.1f}" r="{2 + 7 * (n / most) ** .5:.1f}"><title>{n} photos</title></circle>' for _, n, c, r in bins)
        return f'<path class="ideal" d="M{at(0)} {up(0)}L{at(1)} {up(1)}"/><path class="line" d="{line}"/>{dots}'
    return frame('Reliability diagram: confidence against the share of captions that are right', 'confidence', 'share of captions without a wrong name', body)


def risk_coverage(points, goal):
    """points: [coverage, share wrong, lower, upper]"""
    def body(at, up):
        line = 'M' + 'L'.join(f'{at(c):.1f} {up(w):.1f}' for c, w, _, _ in points)
        band = 'M' + 'L'.join(f'{at(c):.1f} {up(h):.1f}' for c, _, _, h in points) + 'L' + 'L'.join(f'{at(c):.1f} {up(l):.1f}' for c, _, l, _ in reversed(points)) + 'Z'
        return (f'<path class="band" d="{band}"/><path class="line" d="{line}"/><path class="ideal" d="M{at(0)} {up(goal)}H{at(1)}"/>'
                f'<text x="{at(0) + 6}" y="{up(goal) - 6}">half the rate of all captions</text>')
    return frame('Risk-coverage curve: share of captions with a wrong name against the share of photos described', 'share of photos, surest first', 'share of captions with a wrong name', body)
