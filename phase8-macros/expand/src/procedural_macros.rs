//! `#[derive(Entity)]`: read the item into a model, then write the model down as an impl.
//!
//! Reading can fail, writing cannot. Whatever a person can get wrong is found in the first half, all of it, and the
//! second half is one template.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::{
    Attribute, Data, DeriveInput, Error, Expr, ExprLit, Field, Fields, Generics, Ident, Lit, LitStr, Meta,
    MetaNameValue, Result, Token, Type, ext::IdentExt, parse_quote_spanned, punctuated::Punctuated,
    spanned::Spanned,
};

use crate::{Faults, runtime};

/// The impl of `Entity` for `input`, or a `compile_error!` for each fault in it.
///
/// A derive adds to its item and cannot change it, so there is no item to give back.
pub fn entity(input: TokenStream) -> TokenStream {
    let model = syn::parse2(input).and_then(Model::read);
    model.map_or_else(Error::into_compile_error, |model| model.write())
}

/// What the impl needs to know.
struct Model {
    name: Ident,
    generics: Generics,
    table: LitStr,
    id: Column,
    /// All columns, the id included, in the order of the fields. A hash map would order them differently in each build.
    columns: Vec<Column>,
}

#[derive(Clone)]
struct Column {
    name: LitStr,
    field: Ident,
    ty: Type,
}

impl Model {
    fn read(input: DeriveInput) -> Result<Self> {
        let mut faults = Faults::default();
        let table = faults.keep(table(&input)).flatten();
        let mut id: Option<Column> = None;
        let mut columns: Vec<Column> = Vec::new();
        for field in faults.keep(fields(&input.data, &input.ident)).into_iter().flatten() {
            // A field that is wrong does not hide what is wrong with the next one.
            let Some(options) = faults.keep(FieldOptions::read(field)) else { continue };
            let (Some(ident), None) = (field.ident.clone(), options.skip) else { continue };
            let name = options.column.map_or_else(
                // `r#type` is how Rust spells a field, not how the database spells a column.
                || faults.keep(plain(LitStr::new(&ident.unraw().to_string(), ident.span()))),
                Some,
            );
            let Some(name) = name else { continue };
            let column = Column { name, field: ident, ty: field.ty.clone() };
            if let Some(marked) = options.id {
                match &id {
                    None => id = Some(column.clone()),
                    Some(first) => {
                        let fault = format!("an entity has one id, and `{}` is it already", first.field);
                        faults.add(Error::new(marked, fault));
                    }
                }
            }
            match columns.iter().find(|other| other.name.value() == column.name.value()) {
                None => columns.push(column),
                Some(other) => {
                    let fault =
                        format!("`{}` is the column of `{}` already", other.name.value(), other.field);
                    faults.add(Error::new(column.name.span(), fault));
                }
            }
        }
        // What is missing has no token to point at: the name of the struct stands in for it. If anything else is wrong,
        // the missing piece may be right there, so nothing is said of it.
        if faults.0.is_none() {
            if table.is_none() {
                faults.add(Error::new(input.ident.span(), "which table? `#[entity(table = \"…\")]`"));
            }
            if id.is_none() {
                faults.add(Error::new(input.ident.span(), "which field is the id? `#[entity(id)]`"));
            }
        }
        faults.finish()?;
        let (Some(table), Some(id)) = (table, id) else { unreachable!("what is missing is a fault") };
        Ok(Self { name: input.ident, generics: input.generics, table, id, columns })
    }

    fn write(&self) -> TokenStream {
        let Self { name, generics, table, id, columns } = self;
        // Locals and `self` belong to the expansion; all other names are looked up where the derive stands.
        let span = Span::mixed_site();
        let runtime = runtime("procedural_macros", span);

        let mut generics = generics.clone();
        let parameters: Vec<_> = generics.type_params().map(|parameter| parameter.ident.clone()).collect();
        for Column { ty, .. } in columns.iter().filter(|column| mentions(&column.ty, &parameters)) {
            // The field's type is what must be a column. `T: Column` would be too much for a `PhantomData<T>`-like
            // wrapper, and too little for a `Vec<T>`. The price: where such a type is a column only if
            // the struct is an entity, each asks for the other without end.
            let span = span.located_at(ty.span());
            generics.make_where_clause().predicates.push(parse_quote_spanned!(span=> #ty: #runtime::Column));
        }
        // `split_for_impl` knows that defaults of parameters belong to the struct alone, bounds to `impl<…>` alone.
        let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();

        let names = columns.iter().map(|column| &column.name);
        let values = columns.iter().map(|Column { field, ty, .. }| {
            // Shown at the type of the field: if that is no column, the fault is there. But resolved like the rest:
            // with the bare `ty.span()`, `self` would not be the `self` of the method.
            let span = span.located_at(ty.span());
            let runtime = self::runtime("procedural_macros", span);
            if *field == id.field {
                // What `type Id` asks for is not asked for again: one fault, one error.
                return quote_spanned!(span=> #runtime::key(self));
            }
            // Not `self.field.value()`: an inherent method of that name would be called instead.
            quote_spanned!(span=> #runtime::Column::value(&self.#field))
        });
        let (id_name, id_field, id_type) = (&id.name, &id.field, &id.ty);
        let id_span = span.located_at(id_type.span());
        let id_item = quote_spanned!(id_span=> type Id = #id_type;);
        let id_place = quote_spanned!(id_span=> &self.#id_field);
        let str = quote_spanned!(span=> ::core::primitive::str);
        quote_spanned! {span=>
            #[automatically_derived]
            impl #impl_generics #runtime::Entity for #name #ty_generics #where_clause {
                #id_item
                const TABLE: &'static #str = #table;
                const ID: &'static #str = #id_name;
                const COLUMNS: &'static [&'static #str] = &[#(#names),*];

                fn id(&self) -> &Self::Id {
                    #id_place
                }

                fn row(&self) -> ::std::vec::Vec<#runtime::Value> {
                    ::std::vec::Vec::from([#(#values),*])
                }
            }
        }
    }
}

/// The fields, if there are any with names.
fn fields<'a>(data: &'a Data, name: &Ident) -> Result<impl Iterator<Item = &'a Field> + use<'a>> {
    let (wrong, what) = match data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Ok(fields.named.iter()),
            Fields::Unnamed(fields) => (fields.span(), "a field without a name"),
            Fields::Unit => (name.span(), "a struct without fields"),
        },
        Data::Enum(data) => (data.enum_token.span, "an enum"),
        Data::Union(data) => (data.union_token.span, "a union"),
    };
    Err(Error::new(wrong, format!("{what} has no columns: an entity is a struct with named fields")))
}

/// The table's name, if it is given.
fn table(input: &DeriveInput) -> Result<Option<LitStr>> {
    let mut table = None;
    options(&input.attrs, |option| match option {
        Meta::NameValue(pair) if pair.path.is_ident("table") => once(&mut table, option, sql_name(pair)?),
        other => Err(Error::new_spanned(other, "an entity's option is `table = \"…\"`")),
    })?;
    Ok(table)
}

#[derive(Default)]
struct FieldOptions {
    /// Where it says so.
    id: Option<Span>,
    skip: Option<Span>,
    column: Option<LitStr>,
}

impl FieldOptions {
    fn read(field: &Field) -> Result<Self> {
        let mut found = Self::default();
        options(&field.attrs, |option| match option {
            Meta::Path(path) if path.is_ident("id") => once(&mut found.id, option, option.span()),
            Meta::Path(path) if path.is_ident("skip") => once(&mut found.skip, option, option.span()),
            Meta::NameValue(pair) if pair.path.is_ident("column") => {
                once(&mut found.column, option, sql_name(pair)?)
            }
            other => {
                Err(Error::new_spanned(other, "a field's options are `id`, `skip` and `column = \"…\"`"))
            }
        })?;
        if let (Some(skip), true) = (found.skip, found.id.is_some() || found.column.is_some()) {
            return Err(Error::new(skip, "a field that is skipped has no other options"));
        }
        Ok(found)
    }
}

/// Hands each option in `#[entity(…)]` to `read`, and collects what is wrong with them.
///
/// A derive gets all attributes of its item, those of other macros and the documentation included.
fn options(attributes: &[Attribute], mut read: impl FnMut(&Meta) -> Result<()>) -> Result<()> {
    let mut faults = Faults::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("entity")) {
        let options = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        for option in faults.keep(options).into_iter().flatten() {
            faults.keep(read(&option));
        }
    }
    faults.finish()
}

fn once<T>(place: &mut Option<T>, option: &Meta, value: T) -> Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::new_spanned(option, "this has been said before")),
    }
}

/// The name in `option = "name"`.
///
/// An argument is tokens, which nobody has expanded or evaluated: a constant is a path here, and `concat!(…)` a macro
/// call.
fn sql_name(option: &MetaNameValue) -> Result<LitStr> {
    let Expr::Lit(ExprLit { lit: Lit::Str(name), .. }) = &option.value else {
        return Err(Error::new_spanned(&option.value, "only the text itself can be read here: `\"…\"`"));
    };
    plain(name.clone())
}

/// The name, if it can stand in a statement.
fn plain(name: LitStr) -> Result<LitStr> {
    let value = name.value();
    // The name becomes a part of SQL statements, and nothing in there will quote it.
    let is_plain = |character: char| character.is_ascii_lowercase() || character == '_';
    if !value.starts_with(is_plain) || !value.chars().all(|it| is_plain(it) || it.is_ascii_digit()) {
        let fault =
            format!("{value:?} is no name in SQL: lower-case letters, digits and `_`, no digit first");
        return Err(Error::new(name.span(), fault));
    }
    Ok(name)
}

/// Whether a type parameter stands anywhere in `ty`. What a name means is beyond a macro, which spelling it has is not.
fn mentions(ty: &Type, parameters: &[Ident]) -> bool {
    fn any(tokens: TokenStream, parameters: &[Ident]) -> bool {
        tokens.into_iter().any(|token| match token {
            TokenTree::Ident(ident) => parameters.contains(&ident),
            TokenTree::Group(group) => any(group.stream(), parameters),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
    any(ty.to_token_stream(), parameters)
}
