use crate::{
    reference::Difference,
    rules::{
        Findings, NameContext,
        rule::{Seen, rule},
    },
};

rule! {
    /// ## What it finds
    /// A name that is one step away from one that is well known, or that the policy trusts,
    /// and is neither itself: a letter missing, added, changed or swapped with its neighbour
    /// (`ngnix`), letters that look alike (`0` and `o`, `1`, `l` and `i`, `rn` and `m`),
    /// dashes or dots that come and go, `rel` for `rhel`. In a registry's host, in a
    /// namespace that anybody can open, in an official image's name. Also a name without
    /// registry whose namespace is that of a vendor's own registry (`ubi9/ubi`): it goes
    /// to the default registry, where it is somebody else's.
    ///
    /// ## Why it matters
    /// Namespaces on public registries are given to whoever asks first. `docker pull` of a
    /// mistyped name fetches and unpacks what a stranger put there, and says nothing.
    ///
    /// ## What to do
    /// Compare the name with the one that it looks like, letter by letter, and correct it. If
    /// it is meant, put it into the policy's list `trust`: it is not told of then.
    ///
    /// ## When it is fine
    /// Short words are often near each other. Known names are a list with a date: a new
    /// project may not be on it.
    LOOK_ALIKE = "reference/look-alike";
    summary: "name looks like another one";
    levels: { any: Warn };
    since: "0.1.0";
    sources: ["core/src/reference/known.txt"];
    check: Name(check);
}

fn check(cx: &NameContext<'_>, out: &mut Findings) {
    let Some(like) = cx.like else { return };
    out.report(|| {
        let (subject, name) = (cx.subject(), &like.name);
        let message = if like.by == Difference::Registry {
            format!("{subject} is not {name}, and differs from it in the registry alone")
        } else {
            format!("{subject} looks like {name}, and differs by {}", like.by)
        };
        Seen::new(cx.place.clone(), message)
    });
}
