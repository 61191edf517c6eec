use super::*;

fn found(text: &str) -> Vec<String> {
    let (_, problems) = parse("retain.toml", text);
    let shown = problems.shown().iter().map(|problem| {
        let Some(Place::Text { source, span, .. }) = &problem.place else { panic!("no place: {problem:?}") };
        let at = source.get(span.clone()).expect("a span of whole letters");
        let hint = problem.hint.as_deref().expect("a remedy");
        format!("{}:{} {at:?}: {} | {hint}", line_of(text, span.start), problem.code, problem.message)
    });
    shown.collect()
}

#[test]
fn show() {
    for text in [
        "[signal.low-score]\nbelwo = 7\n", "[signal.low-scor]\nbelow = 7\n", "[signals.low-score]\nbelow = 6\n", "[meeting]\nminutes = 3\n", "currency = 'EUR'\n", "[company]\nmargin = 0.3\n","[company]\nfoo = 0.3\n",
        "[waves]\nby = \"quater\"\n", "[waves]\nby = \"weekly\"\n", "[[source]]\nkind = \"orders\"\nfiles = 'o.csv'\n[source.columns]\namount = 'x'\n", "[[source]]\nkind = \"surveys\"\nfiles = 'o.csv'\n[source.columns]\namount = 'x'\n",
        "[signal.silence]\nenabled = \"yes\"\nat-least = 2.5\n", "[signal]\nlow-score = 7\n", "[company]\nworking-days = 'mon'\nname = 7\nholidays = [2026-12-25, '2027-01-01', 2026-12-25T10:00:00, 'x', 7]\n",
        "[value]\nmargin = '0.4'\nsave-rate = 1.4\nbase-rate = 1\ncall-cost = -3\n", "[waves]\nopen-days = -1\nmax-age-days = 0\n", "[signal.low-score]\nbelow = nan\n[signal.critical-score]\nbelow = { \"0-10\" = inf }\n",
        "[signal.low-score]\nbelow = -1\n", "[signal.low-score]\nbelow = { '0-10' = 11 }\n", "[signal.low-score]\nbelow = { '0:10' = 7 }\n", "[signal.low-score]\nbelow = {}\n", "[signal.low-score]\nbelow = '7'\n", "[signal.low-score]\nbelow = 4\n", "[signal.critical-score]\nbelow = 8\n",
        "[signal.score-drop]\nat-least = 0\nwaves = 0\n[signal.cancel-threat]\nwords = ['x', '']\n", "[targets]\ndefault = 'low'\nAccuracy = 8\n'ease of use' = -1\nspeed = 'x'\n", "[targets]\naccuracy = 8\n[[source]]\nfiles = 'a.csv'\n[[source.score]]\ndimension='accuracy'\ncolumn='A'\nscale='1-5'\nmissing=['3', '0']\n",
        "[company]\nname = ''\ncurrency = ' '\nworking-days = []\n", "[company]\nworking-days = ['mon', 'mon', 'monday']\n", "[waves]\nby = 'column'\n[[source]]\nfiles = ['a.csv']\ncolumns = { customer = 'C' }\n",
        "[[source]]\n", "[[source]]\nfiles = []\n[[source]]\nfiles = ['', 'a/*/b.csv', 'c.csv', 'c.csv']\n", "[[source]]\nkind='accounts'\nfiles='a.csv'\n[source.columns]\ncostumer = 'C'\ndate = 'D'\nname = []\nphone = ['#0', '#0', '']\n[[source.score]]\n",
        "[[source]]\nfiles='a.csv'\n[[source.score]]\n[[source.score]]\ndimension='Ease of use'\ncolumn='A'\nscale='5'\n[[source.score]]\ndimension='a'\ncolumn='A'\nscale='0-10'\n[[source.score]]\ndimension='a'\ncolumn='A'\nscale='0-10'\n",
        "[[source]]\nfiles='a.csv'\n[source.read]\nencoding='utf8x'\ndelimiter='\\t'\nskip-rows=-1\ndate-order='ydm'\ndecimal=','\n", "[source]\nfiles='a.csv'\n", "source = [1, {files = 'a.csv', kind = 7}]\n", "[signal.silence]\nat-least = 99999999999999999999\n[value]\ncall-cost = 1e400\n",
        "company = 7\nwaves = 'x'\n", "[value]\nmargin = 2026-01-01\n", "\u{feff}[value]\r\nmargin = 7\r\n",
    ] { println!("--- {text:?}"); for f in found(text) { println!("   {f}"); } }
    println!("=========== syntax");
    for text in ["[value]\nmargin = 0,4\n","[company]\nname = Acme IT\n", "[company]\nname = “Acme”\n", "[signal.low-score\nbelow = 6\n[value]\nmargin = 7\n", "[value]\nmargin = 0.4\nmargin = 0.5\n[value]\nbase-rate = 2\n", "[company]\nname = \"x\ncurrency = 7\n", "[company]\nworking-days = [\"mon\"\nholidays = []\n[value]\nmargin = 7\n", "margin\n", "[value]\nmargin = \n", "[value]\nmargin: 7\n", "[signal.silence]\nenabled = True\n", "[company]\nworking-days = [mon, tue]\n", "[company]\nholidays = [25.12.2026]\n","[company]\nholidays = [2026-13-01]\n", "[[source]]\nfiles = \"C:\\surveys\\q.csv\"\n", "[value]\nmargin = 40%\n", "// x\n[value]\nmargin=7\n", "[value]\nmargin = .5\n", "[company]\nname = \"\"\"x\n[value]\n", "[signal.low-score]\nbelow = { 0-10 = 7, 1-5 4 }\n", "\0", "[value]\nmargin = 0.4 # ok\nsave-rate = 0.3 0.2\n"] { println!("--- {text:?}"); for f in found(text) { println!("   {f}"); } }
    for s in Config::default().settings() { println!("{} = {}", s.key, s.value); }
}
