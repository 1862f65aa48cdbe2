use std::collections::HashMap;
pub fn knob(name: &'static str, default: f32) -> i32 {
    use std::sync::{LazyLock, RwLock};
    static K: LazyLock<RwLock<HashMap<&'static str, i32>>> = LazyLock::new(Default::default);
    if let Some(&v) = K.read().unwrap().get(name) {
        return v;
    }
    let v =
        (std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default) * 64.0) as i32;
    K.write().unwrap().insert(name, v);
    v
}
