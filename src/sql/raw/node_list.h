#pragma once

/// The node types of the grammar that are lowered, one by one, to a structure of the tree. Each has a function
/// `lower(Lowering&, const ::Type*)`: these lists declare it and dispatch to it.

/// nodes/parsenodes.h: what `stmt` of gram.y may give.
#define BACKOUT_STATEMENT_NODES(X)                                                                            \
    X(AlterCollationStmt) X(AlterDatabaseRefreshCollStmt) X(AlterDatabaseSetStmt) X(AlterDatabaseStmt)        \
    X(AlterDefaultPrivilegesStmt) X(AlterDomainStmt) X(AlterEnumStmt) X(AlterEventTrigStmt)                   \
    X(AlterExtensionContentsStmt) X(AlterExtensionStmt) X(AlterFdwStmt) X(AlterForeignServerStmt)             \
    X(AlterFunctionStmt) X(AlterObjectDependsStmt) X(AlterObjectSchemaStmt) X(AlterOpFamilyStmt)              \
    X(AlterOperatorStmt) X(AlterOwnerStmt) X(AlterPolicyStmt) X(AlterPublicationStmt) X(AlterRoleSetStmt)     \
    X(AlterRoleStmt) X(AlterSeqStmt) X(AlterStatsStmt) X(AlterSubscriptionStmt) X(AlterSystemStmt)            \
    X(AlterTSConfigurationStmt) X(AlterTSDictionaryStmt) X(AlterTableMoveAllStmt)                             \
    X(AlterTableSpaceOptionsStmt) X(AlterTableStmt) X(AlterTypeStmt) X(AlterUserMappingStmt) X(CallStmt)      \
    X(CheckPointStmt) X(ClosePortalStmt) X(ClusterStmt) X(CommentStmt) X(CompositeTypeStmt)                   \
    X(ConstraintsSetStmt) X(CopyStmt) X(CreateAmStmt) X(CreateCastStmt) X(CreateConversionStmt)               \
    X(CreateDomainStmt) X(CreateEnumStmt) X(CreateEventTrigStmt) X(CreateExtensionStmt) X(CreateFdwStmt)      \
    X(CreateForeignServerStmt) X(CreateForeignTableStmt) X(CreateFunctionStmt) X(CreateOpClassStmt)           \
    X(CreateOpFamilyStmt) X(CreatePLangStmt) X(CreatePolicyStmt) X(CreatePublicationStmt)                     \
    X(CreateRangeStmt) X(CreateRoleStmt) X(CreateSchemaStmt) X(CreateSeqStmt) X(CreateStatsStmt)              \
    X(CreateStmt) X(CreateSubscriptionStmt) X(CreateTableAsStmt) X(CreateTableSpaceStmt)                      \
    X(CreateTransformStmt) X(CreateTrigStmt) X(CreateUserMappingStmt) X(CreatedbStmt) X(DeallocateStmt)       \
    X(DeclareCursorStmt) X(DefineStmt) X(DeleteStmt) X(DiscardStmt) X(DoStmt) X(DropOwnedStmt)                \
    X(DropRoleStmt) X(DropStmt) X(DropSubscriptionStmt) X(DropTableSpaceStmt) X(DropUserMappingStmt)          \
    X(DropdbStmt) X(ExecuteStmt) X(ExplainStmt) X(FetchStmt) X(GrantRoleStmt) X(GrantStmt)                    \
    X(ImportForeignSchemaStmt) X(IndexStmt) X(InsertStmt) X(ListenStmt) X(LoadStmt) X(LockStmt)               \
    X(MergeStmt) X(NotifyStmt) X(PrepareStmt) X(ReassignOwnedStmt) X(RefreshMatViewStmt) X(ReindexStmt)       \
    X(RenameStmt) X(ReturnStmt) X(RuleStmt) X(SecLabelStmt) X(SelectStmt) X(TransactionStmt)                  \
    X(TruncateStmt) X(UnlistenStmt) X(UpdateStmt) X(VacuumStmt) X(VariableSetStmt) X(VariableShowStmt)        \
    X(ViewStmt)

/// nodes/parsenodes.h and nodes/primnodes.h: what `a_expr` and `target_el` of gram.y may hold.
#define BACKOUT_EXPRESSION_NODES(X)                                                                           \
    X(A_ArrayExpr) X(A_Const) X(A_Expr) X(A_Indirection) X(BoolExpr) X(BooleanTest) X(CaseExpr)               \
    X(CoalesceExpr) X(CollateClause) X(ColumnRef) X(CurrentOfExpr) X(FuncCall) X(GroupingFunc)                \
    X(JsonArrayAgg) X(JsonArrayConstructor) X(JsonArrayQueryConstructor) X(JsonFuncExpr) X(JsonIsPredicate)   \
    X(JsonObjectAgg) X(JsonObjectConstructor) X(JsonParseExpr) X(JsonScalarExpr) X(JsonSerializeExpr)         \
    X(JsonValueExpr) X(MergeSupportFunc) X(MinMaxExpr) X(MultiAssignRef) X(NamedArgExpr) X(NullTest)          \
    X(ParamRef) X(RowExpr) X(SQLValueFunction) X(SetToDefault) X(SubLink) X(TypeCast) X(XmlExpr)              \
    X(XmlSerialize)

/// What `table_ref` of gram.y may give.
#define BACKOUT_FROM_NODES(X)                                                                                 \
    X(JoinExpr) X(JsonTable) X(RangeFunction) X(RangeSubselect) X(RangeTableFunc) X(RangeTableSample)
